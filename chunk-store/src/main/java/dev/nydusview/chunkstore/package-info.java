/** From chunk references to ranged requests and back: planning, single flight, delivery. */
@NullMarked
package dev.nydusview.chunkstore;

import org.jspecify.annotations.NullMarked;
