/** Record of an unpacked tree: written once, kept beside the tree, and compared with it before the tree is used again. */
@NullMarked
package dev.nydusview.rootfs.record;

import org.jspecify.annotations.NullMarked;
