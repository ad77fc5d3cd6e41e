/** Extracts an image to a directory or an archive: {@link ExtractJob}. */
@NullMarked
package dev.nydusview.jobs.extract;

import org.jspecify.annotations.NullMarked;
