/**
 * The {@link JnrEngine} on libfuse 2, bound with jnr-ffi. It gets paths from libfuse and resolves them to inode
 * numbers. Used by {@code fuse.engine}.
 */
@NullMarked
package dev.nydusview.fuse.jnr;

import org.jspecify.annotations.NullMarked;
