/**
 * The vocabulary of RAFS images of both versions: {@link InodeTree} and its {@link Inode}s, directory entries, chunks
 * and blobs, and the errors of reading them. Used by {@code rafs}, {@code rafs.blob}, {@code rafs.bytes}, {@code
 * rafs.chunk}, {@code rafs.codec}, {@code rafs.overlay}, {@code rafs.path}, {@code rafs.v5}, {@code rafs.v6} and {@code
 * rafs.walk}.
 */
@NullMarked
package dev.nydusview.rafs.model;

import org.jspecify.annotations.NullMarked;
