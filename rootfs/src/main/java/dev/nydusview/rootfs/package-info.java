/**
 * Vocabulary of image trees that are written: {@link ImageLimits}, the {@link Allowance} that is left of them, and the
 * {@link Omission}s of what cannot be written as it is in the image. Used by {@code rootfs.extract}, {@code
 * rootfs.extract.sink}, {@code rootfs.record} and {@code rootfs.unpack}.
 */
@NullMarked
package dev.nydusview.rootfs;

import org.jspecify.annotations.NullMarked;
