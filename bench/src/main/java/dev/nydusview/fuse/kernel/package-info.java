/** Benchmarks of the engine's own parts, which are not public. */
@NullMarked
package dev.nydusview.fuse.kernel;

import org.jspecify.annotations.NullMarked;
