package dev.nydusview.rootfs.record;

import org.jspecify.annotations.Nullable;

/**
 * Result of the comparison of a tree with its record.
 *
 * @param losses files that are not as the image has them
 * @param difference reason why the tree is not the one that was unpacked, in words; null if it is the same
 */
public record TreeState(TreeLosses losses, @Nullable String difference) {}
