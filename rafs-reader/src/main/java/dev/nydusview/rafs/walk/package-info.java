/** Walks of the inode tree that continue past damage: {@link TreeWalk}. */
@NullMarked
package dev.nydusview.rafs.walk;

import org.jspecify.annotations.NullMarked;
