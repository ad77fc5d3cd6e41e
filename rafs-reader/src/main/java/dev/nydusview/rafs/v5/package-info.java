/** Readers for RAFS v5 records. Knows nothing of v6. */
@NullMarked
package dev.nydusview.rafs.v5;

import org.jspecify.annotations.NullMarked;
