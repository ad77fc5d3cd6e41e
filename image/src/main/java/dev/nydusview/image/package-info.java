/**
 * Opens images from a registry, an OCI layout or a bootstrap file: {@link ImageLibrary} owns what the images of a
 * process share, and returns a {@link NydusImage} or a plain one.
 * Used by {@code image.nio}.
 */
@NullMarked
package dev.nydusview.image;

import org.jspecify.annotations.NullMarked;
