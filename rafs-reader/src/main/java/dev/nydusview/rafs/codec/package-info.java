/**
 * Decompression ({@link Decompressor}), decryption ({@link AesXts}) and digests ({@link ChunkDigester}) of whole
 * chunks. Used by {@code rafs.blob} and {@code rafs.chunk}.
 */
@NullMarked
package dev.nydusview.rafs.codec;

import org.jspecify.annotations.NullMarked;
