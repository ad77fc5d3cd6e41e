/**
 * Directories with everything below them: {@link TreeDrawing} draws a tree, and {@link DiskUsage} adds up its bytes.
 */
@NullMarked
package dev.nydusview.inspect.tree;

import org.jspecify.annotations.NullMarked;
