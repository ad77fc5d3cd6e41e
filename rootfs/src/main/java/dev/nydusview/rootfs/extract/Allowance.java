package dev.nydusview.rootfs.extract;

import dev.nydusview.rafs.ChunkRef;
import dev.nydusview.rafs.Inode;
import dev.nydusview.rafs.InodeTree;
import java.io.IOException;

/** Allowance that an extraction still has. */
final class Allowance {
    /** Directories that paths lead through, for each entry. */
    private static final int STEPS_PER_ENTRY = 64;

    /** Steps that every image has from the start. */
    private static final long FIRST_STEPS = 1_000_000;

    /** Bytes of a file whose chunks are looked at in one go. */
    private static final long STRETCH = 64L << 20;

    private final ExtractionLimits limits;
    private long bytes;
    private long entries;
    private long steps = FIRST_STEPS;

    Allowance(ExtractionLimits limits) {
        this.limits = limits;
        this.bytes = limits.bytes();
        this.entries = limits.entries();
    }

    void takeEntry() throws ExtractionLimitException {
        steps += STEPS_PER_ENTRY;
        if (--entries < 0) {
            throw new ExtractionLimitException(
                    "the image has more than " + limits.entries() + " files; " + limits.moreEntries());
        }
    }

    /** Takes the directories on the way to {@code path}, each of which is entered again. */
    void takeWay(TreePath path) throws ExtractionLimitException {
        steps -= path.depth();
        if (steps < 0) {
            throw new ExtractionLimitException("the image is made to take long: its links lead through more than "
                    + STEPS_PER_ENTRY + " directories for each file");
        }
    }

    void takeBytes(long count) throws ExtractionLimitException {
        bytes -= count;
        if (bytes < 0) {
            throw excess();
        }
    }

    /** Throws if {@code file} alone is too much, before anything of it is fetched. */
    void check(Inode file, InodeTree tree, boolean holesCount) throws IOException {
        if (file.size() <= bytes) {
            return;
        }
        if (holesCount) {
            throw excess();
        }
        FileData data = new FileData(file);
        for (long stored = 0; data.remaining() > 0; ) {
            for (ChunkRef chunk : data.advance(tree, STRETCH)) {
                stored += chunk.size();
            }
            if (stored > bytes) {
                throw excess();
            }
        }
    }

    private ExtractionLimitException excess() {
        return new ExtractionLimitException(
                "the image has more than " + limits.bytes() + " bytes in its files; " + limits.moreBytes());
    }
}
