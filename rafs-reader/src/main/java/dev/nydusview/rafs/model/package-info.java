/** The vocabulary of RAFS images of both versions: superblock, inodes, directory entries, chunks, blobs, and the errors of reading them. */
@NullMarked
package dev.nydusview.rafs.model;

import org.jspecify.annotations.NullMarked;
