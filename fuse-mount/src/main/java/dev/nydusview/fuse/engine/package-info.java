/** The choice of an engine, for programs that make mounts. */
@NullMarked
package dev.nydusview.fuse.engine;

import org.jspecify.annotations.NullMarked;
