/**
 * Scans of images with scanners: {@link ImageScan} mounts an image, runs scanners over it, and returns their reports,
 * verdicts and the receipt.
 */
@NullMarked
package dev.nydusview.scan;

import org.jspecify.annotations.NullMarked;
