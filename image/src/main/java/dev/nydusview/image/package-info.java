/**
 * Opens images from a registry, an OCI layout or a bootstrap file: {@link ImageLibrary} owns what the images of a
 * process share, and returns a {@link NydusImage} or a plain one.
 */
@NullMarked
package dev.nydusview.image;

import org.jspecify.annotations.NullMarked;
