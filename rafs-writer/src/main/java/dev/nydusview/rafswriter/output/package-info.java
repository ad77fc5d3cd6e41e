/**
 * Bytes of a file, written in stretches that grow beside one another.
 * Used by {@code rafswriter.v5} and {@code rafswriter.v6}.
 */
@NullMarked
package dev.nydusview.rafswriter.output;

import org.jspecify.annotations.NullMarked;
