/** Paths in an image as users write and read them, and the inodes that they lead to. */
@NullMarked
package dev.nydusview.inspect.path;

import org.jspecify.annotations.NullMarked;
