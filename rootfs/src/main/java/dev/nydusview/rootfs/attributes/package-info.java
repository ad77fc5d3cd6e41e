/**
 * Sets attributes of files on disk as far as the system lets this user set them: {@link AttributeWriter}. Used by
 * {@code rootfs.extract.sink} and {@code rootfs.unpack}.
 */
@NullMarked
package dev.nydusview.rootfs.attributes;

import org.jspecify.annotations.NullMarked;
