/** The superblock, the tables and single inodes of an image, as documents. */
@NullMarked
package dev.nydusview.inspect.metadata;

import org.jspecify.annotations.NullMarked;
