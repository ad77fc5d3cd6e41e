/** Control of running mounts: requests on one socket for each, and the report that it leaves. */
@NullMarked
package dev.nydusview.jobs.control;

import org.jspecify.annotations.NullMarked;
