/** Scans of mounted images: scanners, their runs, the verdict and the receipt. Start from ImageScan. */
@NullMarked
package dev.nydusview.scan;

import org.jspecify.annotations.NullMarked;
