/** A walk through an image, its files' data asked for ahead, into a {@link dev.nydusview.extract.Sink}. */
@NullMarked
package dev.nydusview.extract;

import org.jspecify.annotations.NullMarked;
