/** An image as a directory tree of this machine. */
@NullMarked
package dev.nydusview.extract.tree;

import org.jspecify.annotations.NullMarked;
