/** A directory to which layers are applied, and out of which nothing leads. */
@NullMarked
package dev.nydusview.rootfs.unpack;

import org.jspecify.annotations.NullMarked;
