/** How commands reach a running mount: one socket a mount, and the report that it leaves. */
@NullMarked
package dev.nydusview.jobs.control;

import org.jspecify.annotations.NullMarked;
