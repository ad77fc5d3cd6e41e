/**
 * Checks a scanner's output and puts the image's name into it ({@link ReportFile}), and writes an image's configuration
 * as files that scanners read ({@link ConfigurationFiles}). Used by {@code scan}, {@code scan.mount} and {@code
 * scan.store}.
 */
@NullMarked
package dev.nydusview.scan.report;

import org.jspecify.annotations.NullMarked;
