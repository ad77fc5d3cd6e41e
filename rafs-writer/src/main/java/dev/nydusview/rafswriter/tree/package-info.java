/**
 * Sources of bootstraps: a tree, which may be an image with changes, and the order of its names.
 * Used by {@code rafswriter}, {@code rafswriter.v5} and {@code rafswriter.v6}.
 */
@NullMarked
package dev.nydusview.rafswriter.tree;

import org.jspecify.annotations.NullMarked;
