package dev.nydusview.rafswriter.v6;

import static dev.nydusview.rafs.layout.V6Layout.DIRENT_SIZE;

import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.RawName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the entries of a directory into blocks, with "." and ".." among them in the order of their bytes. A name never
 * crosses a block.
 */
final class Dirents {
    private static final RawName[] DOTS = {RawName.DOT, RawName.DOT_DOT};

    private final Sink sink;
    private final long[] dots;
    private final List<Dirent> block = new ArrayList<>();
    private int used;
    private int dotsAdded;

    /** @param inode number of the inode that it names */
    record Dirent(RawName name, long inode, FileType type) {}

    /** Receives blocks. */
    @FunctionalInterface
    interface Sink {
        /** Receives the entries of a block, which fill {@code used} bytes of it. */
        void block(List<Dirent> entries, int used) throws IOException;
    }

    Dirents(long directory, long parent, Sink sink) {
        this.sink = sink;
        this.dots = new long[] {directory, parent};
    }

    /** Adds an entry, whose name comes after that of the one before. */
    void add(RawName name, long inode, FileType type) throws IOException {
        while (dotsAdded < DOTS.length && DOTS[dotsAdded].compareTo(name) < 0) {
            addDots();
        }
        put(name, inode, type);
    }

    /** Ends the last block. */
    void end() throws IOException {
        while (dotsAdded < DOTS.length) {
            addDots();
        }
        flush();
    }

    private void addDots() throws IOException {
        put(DOTS[dotsAdded], dots[dotsAdded++], FileType.DIRECTORY);
    }

    private void put(RawName name, long inode, FileType type) throws IOException {
        int size = DIRENT_SIZE + name.length();
        if (used + size > Plan.BLOCK) {
            flush();
        }
        block.add(new Dirent(name, inode, type));
        used += size;
    }

    private void flush() throws IOException {
        sink.block(block, used);
        block.clear();
        used = 0;
    }
}
