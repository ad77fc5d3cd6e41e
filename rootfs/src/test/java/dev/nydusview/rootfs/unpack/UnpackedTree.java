package dev.nydusview.rootfs.unpack;

import dev.nydusview.rootfs.record.TreeLosses;
import dev.nydusview.rootfs.record.TreeRecord;
import dev.nydusview.rootfs.record.TreeState;
import java.io.IOException;
import java.nio.file.Path;

/** A tree that has been unpacked, and its record. */
record UnpackedTree(Path root, TreeLosses losses, TreeRecord record) {
    /** Returns the losses that the record has; fails if the tree is not the recorded one any more. */
    TreeLosses recordedLosses() throws IOException {
        TreeState state = record.compare(root);
        if (state.difference() != null) {
            throw new AssertionError(state.difference());
        }
        return state.losses();
    }
}
