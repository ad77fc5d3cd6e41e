/** A tree, drawn. */
@NullMarked
package dev.nydusview.inspect.tree;

import org.jspecify.annotations.NullMarked;
