/** Record of an unpacked tree, kept beside the tree: written once, compared with the tree before that is used again. */
@NullMarked
package dev.nydusview.rootfs.record;

import org.jspecify.annotations.NullMarked;
