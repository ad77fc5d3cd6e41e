/**
 * Extracts images: {@link Extraction} walks through one, requests file data ahead and writes to a {@link Sink}. Used by
 * {@code rootfs.extract.sink}.
 */
@NullMarked
package dev.nydusview.rootfs.extract;

import org.jspecify.annotations.NullMarked;
