/** Unpacking: layers applied to a directory, out of which nothing in them leads. */
@NullMarked
package dev.nydusview.rootfs.unpack;

import org.jspecify.annotations.NullMarked;
