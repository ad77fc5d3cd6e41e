/** Bytes of a file, written in stretches that grow beside one another. */
@NullMarked
package dev.nydusview.rafswriter.output;

import org.jspecify.annotations.NullMarked;
