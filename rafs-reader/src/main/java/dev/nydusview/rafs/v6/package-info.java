/** Readers for RAFS v6 (EROFS) records. Knows nothing of v5. */
@NullMarked
package dev.nydusview.rafs.v6;

import org.jspecify.annotations.NullMarked;
