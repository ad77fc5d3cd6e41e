/** Chunks: where and how they are stored, and which files use them. */
@NullMarked
package dev.nydusview.inspect.chunk;

import org.jspecify.annotations.NullMarked;
