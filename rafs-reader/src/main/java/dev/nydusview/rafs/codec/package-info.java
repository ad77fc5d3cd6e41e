/** Decompressors and digests, over whole chunks. */
@NullMarked
package dev.nydusview.rafs.codec;

import org.jspecify.annotations.NullMarked;
