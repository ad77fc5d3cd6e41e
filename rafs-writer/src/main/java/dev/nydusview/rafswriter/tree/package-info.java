/** What bootstraps are written from: a tree, which may be an image with changes, and the order of its names. */
@NullMarked
package dev.nydusview.rafswriter.tree;

import org.jspecify.annotations.NullMarked;
