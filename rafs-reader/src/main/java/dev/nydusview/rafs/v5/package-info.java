/** Reads RAFS v5 records; {@link V5Reader} is the tree of an image. Independent of v6. Used by {@code rafs}. */
@NullMarked
package dev.nydusview.rafs.v5;

import org.jspecify.annotations.NullMarked;
