/** Attributes of inodes as documents and text have them. */
@NullMarked
package dev.nydusview.inspect.entry;

import org.jspecify.annotations.NullMarked;
