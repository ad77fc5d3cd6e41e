/** An image as a directory tree of this machine. */
@NullMarked
package dev.nydusview.rootfs.extract.tree;

import org.jspecify.annotations.NullMarked;
