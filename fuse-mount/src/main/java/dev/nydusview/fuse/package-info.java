/** An inode tree as a read-only FUSE mount: operations by inode number, and engines that speak to the kernel. */
@NullMarked
package dev.nydusview.fuse;

import org.jspecify.annotations.NullMarked;
