/**
 * Serves an inode tree as a read-only FUSE mount: {@link ImageFileSystem} has the operations by inode number, {@link
 * PendingMount} makes a mount before its image is open, and a {@link MountEngine} speaks to the kernel.
 * Used by {@code fuse.engine}, {@code fuse.jnr}, {@code fuse.kernel} and {@code fuse.request}.
 */
@NullMarked
package dev.nydusview.fuse;

import org.jspecify.annotations.NullMarked;
