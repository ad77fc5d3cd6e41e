/**
 * Opens the images of a use case through the library of the process: {@link ImageOpener} for images that are read
 * lazily, {@link ImageSource} for images that are scanned, which may be pulled and unpacked. Used by {@code
 * jobs.check}, {@code jobs.extract}, {@code jobs.judge}, {@code jobs.mount}, {@code jobs.plugin} and {@code jobs.scan}.
 */
@NullMarked
package dev.nydusview.jobs.image;

import org.jspecify.annotations.NullMarked;
