/**
 * The superblock ({@link ImageStats}), the blob and prefetch tables and single inodes ({@link FileDetails}) of an
 * image, as documents.
 */
@NullMarked
package dev.nydusview.inspect.metadata;

import org.jspecify.annotations.NullMarked;
