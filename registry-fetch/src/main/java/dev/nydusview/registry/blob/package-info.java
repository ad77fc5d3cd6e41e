/**
 * Blobs in files: {@link LocalBlobSource} reads those that {@link BlobFiles}, such as a {@link BlobDirectory}, find.
 * Used by {@code registry.backend}, {@code registry.endpoint} and {@code registry.layout}.
 */
@NullMarked
package dev.nydusview.registry.blob;

import org.jspecify.annotations.NullMarked;
