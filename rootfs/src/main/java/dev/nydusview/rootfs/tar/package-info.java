/**
 * Tar archives: {@link TarReader} treats headers as hostile until they are checked, and {@link TarWriter} writes PAX.
 * Used by {@code rootfs.extract.sink} and {@code rootfs.unpack}.
 */
@NullMarked
package dev.nydusview.rootfs.tar;

import org.jspecify.annotations.NullMarked;
