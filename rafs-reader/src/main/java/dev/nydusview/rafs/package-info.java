/**
 * Reads RAFS v5 and v6 images through one set of types: {@link RafsImage} opens a bootstrap, its
 * {@link dev.nydusview.rafs.model.InodeTree} has all metadata, and {@link dev.nydusview.rafs.chunk.FileReader} reads
 * file bytes through a chunk source. No object is kept for an inode: records are decoded from the bootstrap at each
 * call. Used by {@code rafs.chunk} and {@code rafs.overlay}.
 */
@NullMarked
package dev.nydusview.rafs;

import org.jspecify.annotations.NullMarked;
