/** Vocabulary of image trees that are written: limits, what is left of them, and what cannot be as in the image. */
@NullMarked
package dev.nydusview.rootfs;

import org.jspecify.annotations.NullMarked;
