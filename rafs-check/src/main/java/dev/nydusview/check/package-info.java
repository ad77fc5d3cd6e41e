/** Finds everything that is wrong with an image, rather than the first thing that keeps it from being read. */
@NullMarked
package dev.nydusview.check;

import org.jspecify.annotations.NullMarked;
