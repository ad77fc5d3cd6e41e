/** Extraction: a walk through an image, with file data requested ahead, that writes to a sink. */
@NullMarked
package dev.nydusview.rootfs.extract;

import org.jspecify.annotations.NullMarked;
