/** Reads RAFS v6 (EROFS) records; {@link V6Reader} is the tree of an image. Independent of v5. Used by {@code rafs}. */
@NullMarked
package dev.nydusview.rafs.v6;

import org.jspecify.annotations.NullMarked;
