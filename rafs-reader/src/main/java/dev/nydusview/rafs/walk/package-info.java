/** Walks of the inode tree that get around damage. */
@NullMarked
package dev.nydusview.rafs.walk;

import org.jspecify.annotations.NullMarked;
