/**
 * A simulated network link: a round trip, a rate that all connections share, and counts of the bytes that cross it.
 */
@NullMarked
package dev.nydusview.bench.link;

import org.jspecify.annotations.NullMarked;
