/** Use cases: scans, plugins, judging, mounts, checks and extraction, for any front. */
@NullMarked
package dev.nydusview.jobs;

import org.jspecify.annotations.NullMarked;
