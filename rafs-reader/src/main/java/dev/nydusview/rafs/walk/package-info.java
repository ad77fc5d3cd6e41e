/** Walks of the inode tree that go on past damage: {@link TreeWalk}. */
@NullMarked
package dev.nydusview.rafs.walk;

import org.jspecify.annotations.NullMarked;
