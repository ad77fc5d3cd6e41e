/** Directories with everything below them: drawn as a tree, or summed up. */
@NullMarked
package dev.nydusview.inspect.tree;

import org.jspecify.annotations.NullMarked;
