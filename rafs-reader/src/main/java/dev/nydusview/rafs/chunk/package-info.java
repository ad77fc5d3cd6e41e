/** From chunk references to verified bytes. */
@NullMarked
package dev.nydusview.rafs.chunk;

import org.jspecify.annotations.NullMarked;
