/** Scans images with scanners: {@link ScanJob} runs a {@link ScanRequest} and returns the exit code. */
@NullMarked
package dev.nydusview.jobs.scan;

import org.jspecify.annotations.NullMarked;
