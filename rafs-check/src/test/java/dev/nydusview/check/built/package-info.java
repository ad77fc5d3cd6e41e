/** Checks of images that the independent builder made. */
@NullMarked
package dev.nydusview.check.built;

import org.jspecify.annotations.NullMarked;
