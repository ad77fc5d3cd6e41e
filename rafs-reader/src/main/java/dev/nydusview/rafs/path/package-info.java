/** Paths in an image: the names that bytes spell, the places that they lead to, the links on the way. */
@NullMarked
package dev.nydusview.rafs.path;

import org.jspecify.annotations.NullMarked;
