/**
 * Parts of a request that all engines treat alike: who asks, what is open, which names are too long.
 * Used by {@code fuse.jnr} and {@code fuse.kernel}.
 */
@NullMarked
package dev.nydusview.fuse.request;

import org.jspecify.annotations.NullMarked;
