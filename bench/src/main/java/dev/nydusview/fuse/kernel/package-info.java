/**
 * Benchmarks of the engine's own parts, which are not public.
 * Used by {@code bench}.
 */
@NullMarked
package dev.nydusview.fuse.kernel;

import org.jspecify.annotations.NullMarked;
