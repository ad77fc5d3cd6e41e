/** Extraction of an image to a directory or an archive. */
@NullMarked
package dev.nydusview.jobs.extract;

import org.jspecify.annotations.NullMarked;
