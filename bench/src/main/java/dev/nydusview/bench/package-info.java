/**
 * Benchmarks of the reader over the golden images, of mounts, and of authorization. They are not run as tests.
 * Used by {@code fuse.kernel}.
 */
@NullMarked
package dev.nydusview.bench;

import org.jspecify.annotations.NullMarked;
