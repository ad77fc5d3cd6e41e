package dev.nydusview.unpack.record;

import org.jspecify.annotations.Nullable;

/**
 * What a comparison of a tree with its record has found.
 *
 * @param losses what is not as the image has it
 * @param difference why it is not the tree that was unpacked, in words; null if it is
 */
public record TreeState(TreeLosses losses, @Nullable String difference) {}
