/** The choice of an engine ({@link Engines}), for programs that make mounts. */
@NullMarked
package dev.nydusview.fuse.engine;

import org.jspecify.annotations.NullMarked;
