/** Differences between two images by metadata and chunk digests: {@link ImageDiff}. */
@NullMarked
package dev.nydusview.inspect.diff;

import org.jspecify.annotations.NullMarked;
