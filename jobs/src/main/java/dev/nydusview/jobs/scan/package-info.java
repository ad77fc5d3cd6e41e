/** Scans of images by scanners, from settings to exit codes. */
@NullMarked
package dev.nydusview.jobs.scan;

import org.jspecify.annotations.NullMarked;
