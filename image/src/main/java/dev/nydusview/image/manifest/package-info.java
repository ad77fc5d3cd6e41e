/** Finds the manifest of an image: the one of its platform, and a Nydus image that may be read in place of a plain one. */
@NullMarked
package dev.nydusview.image.manifest;

import org.jspecify.annotations.NullMarked;
