/** Benchmarks of the reader over the golden images. Never run as tests. */
@NullMarked
package dev.nydusview.bench;

import org.jspecify.annotations.NullMarked;
