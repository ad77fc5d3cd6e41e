/** A walk through an image, its files' data asked for ahead, into a {@link dev.nydusview.rootfs.extract.Sink}. */
@NullMarked
package dev.nydusview.rootfs.extract;

import org.jspecify.annotations.NullMarked;
