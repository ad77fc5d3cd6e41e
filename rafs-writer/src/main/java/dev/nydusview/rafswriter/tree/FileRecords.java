package dev.nydusview.rafswriter.tree;

import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import java.io.IOException;

/** The chunk records of a file, a few at a time. */
public final class FileRecords {
    private static final int AT_A_TIME = 1 << 10;

    private FileRecords() {}

    /** Receives chunks in file order. */
    @FunctionalInterface
    public interface Visitor {
        void visit(ChunkRecord row) throws IOException;
    }

    /** Visits the chunks of a regular file. */
    public static void visit(InodeTree tree, Inode file, int chunkSize, Visitor visitor) throws IOException {
        long stretch = (long) AT_A_TIME * chunkSize;
        for (long offset = 0; offset < file.size(); offset += stretch) {
            for (ChunkRecord row : tree.chunkRecords(file, offset, Math.min(stretch, file.size() - offset))) {
                visitor.visit(row);
            }
        }
    }
}
