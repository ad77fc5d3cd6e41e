package dev.nydusview.fuse.kernel;

import java.io.IOException;
import java.util.Arrays;

/**
 * Programs that go through directories file by file, as far as reads show them. A directory whose files are read in the
 * order of its listing is read ahead in growing windows, and so is the next directory from its first file on; a file that
 * is read out of this order makes windows smaller. Safe for concurrent use.
 */
final class DirectoryReaders {
    private static final int FIRST_WINDOW = 8;
    private static final int MAX_WINDOW = 128;
    private static final int GROWTH = 4;
    private static final int SLOTS = 64;
    /** Directories in a row that are begun with a window although no read has shown that it is still right. */
    private static final int TRUST = 16;

    private final long[] directories = new long[SLOTS];
    private final long[] reached = new long[SLOTS];
    private final int[] windows = new int[SLOTS];

    /** The window for the first file that is read of a directory. */
    private int opening;

    private int unproven;

    DirectoryReaders() {
        Arrays.fill(directories, -1);
    }

    /** Finds the next file of a directory. */
    @FunctionalInterface
    interface Listing {
        /** Returns the offset after the first file that follows {@code offset}; 0 if there is none. */
        long next(long directory, long offset) throws IOException;
    }

    /**
     * Notes that the file whose entry ends at {@code offset} of a directory is read, and returns how many of those after
     * it are likely to be read next.
     */
    synchronized int window(long directory, long offset, Listing listing) throws IOException {
        int slot = slot(directory);
        if (directories[slot] != directory) {
            directories[slot] = directory;
            reached[slot] = offset;
            windows[slot] = opening;
            if (++unproven > TRUST) {
                opening /= GROWTH;
                unproven = 0;
            }
            return windows[slot];
        }
        boolean inOrder = listing.next(directory, reached[slot]) == offset;
        reached[slot] = offset;
        if (inOrder) {
            windows[slot] = Math.min(Math.max(windows[slot] * GROWTH, FIRST_WINDOW), MAX_WINDOW);
            opening = Math.max(opening, windows[slot]);
            unproven = 0;
        } else {
            windows[slot] /= GROWTH;
            opening /= GROWTH;
        }
        return windows[slot];
    }

    /** Notes that the files up to {@code offset} of a directory have been asked for. */
    synchronized void requested(long directory, long offset) {
        int slot = slot(directory);
        if (directories[slot] == directory) {
            reached[slot] = offset;
        }
    }

    private static int slot(long directory) {
        return (int) ((directory * 0x9E3779B97F4A7C15L) >>> 58);
    }
}
