/**
 * Data blobs: {@link BlobMeta} finds where a chunk is stored in one, and a {@link BlobSource}, which other modules
 * implement, reads its bytes. Used by {@code rafs.chunk} and {@code rafs.overlay}.
 */
@NullMarked
package dev.nydusview.rafs.blob;

import org.jspecify.annotations.NullMarked;
