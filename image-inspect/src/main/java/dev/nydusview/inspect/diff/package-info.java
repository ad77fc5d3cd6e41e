/** Differences between two images, by metadata and chunk digests. */
@NullMarked
package dev.nydusview.inspect.diff;

import org.jspecify.annotations.NullMarked;
