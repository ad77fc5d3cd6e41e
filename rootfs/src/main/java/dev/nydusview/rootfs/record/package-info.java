/**
 * The record of an unpacked tree: {@link TreeRecord} writes it beside the tree once, and compares the tree with it
 * before each further use.
 */
@NullMarked
package dev.nydusview.rootfs.record;

import org.jspecify.annotations.NullMarked;
