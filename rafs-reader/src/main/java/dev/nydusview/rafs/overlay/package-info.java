/** Several images seen as one, each laid over the ones before it. */
@NullMarked
package dev.nydusview.rafs.overlay;

import org.jspecify.annotations.NullMarked;
