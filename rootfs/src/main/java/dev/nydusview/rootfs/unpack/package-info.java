/**
 * Unpacks layers: {@link LayerUnpacker} applies them to a directory, outside of which no name or link in them leads.
 * Used by {@code rootfs.record}.
 */
@NullMarked
package dev.nydusview.rootfs.unpack;

import org.jspecify.annotations.NullMarked;
