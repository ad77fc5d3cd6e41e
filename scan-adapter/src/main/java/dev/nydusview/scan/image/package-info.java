/**
 * A {@link ScanImage}, whether it is read lazily or unpacked, and the {@link Losses} of one that is unpacked. Used by
 * {@code scan} and {@code scan.mount}.
 */
@NullMarked
package dev.nydusview.scan.image;

import org.jspecify.annotations.NullMarked;
