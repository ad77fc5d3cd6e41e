/** Sources of images, by the names that users give. */
@NullMarked
package dev.nydusview.image.source;

import org.jspecify.annotations.NullMarked;
