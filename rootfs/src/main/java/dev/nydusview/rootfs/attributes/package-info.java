/** Attributes of files on disk, set as far as the system lets this user set them. */
@NullMarked
package dev.nydusview.rootfs.attributes;

import org.jspecify.annotations.NullMarked;
