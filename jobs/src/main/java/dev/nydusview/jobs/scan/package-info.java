/** Scans: from options to images, scanners and exit codes. */
@NullMarked
package dev.nydusview.jobs.scan;

import org.jspecify.annotations.NullMarked;
