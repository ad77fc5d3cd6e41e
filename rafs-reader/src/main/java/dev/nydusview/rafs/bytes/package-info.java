/**
 * Bounds-checked reading of untrusted bytes: {@link Bytes}, with which every parser of the module reads. Used by {@code
 * rafs}, {@code rafs.blob}, {@code rafs.v5} and {@code rafs.v6}.
 */
@NullMarked
package dev.nydusview.rafs.bytes;

import org.jspecify.annotations.NullMarked;
