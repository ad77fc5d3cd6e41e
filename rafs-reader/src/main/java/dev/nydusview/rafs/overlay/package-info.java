/** Shows several images as one, each laid over the ones before it: {@link Overlay}. */
@NullMarked
package dev.nydusview.rafs.overlay;

import org.jspecify.annotations.NullMarked;
