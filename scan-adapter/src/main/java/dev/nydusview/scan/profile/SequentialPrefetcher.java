package dev.nydusview.scan.profile;

import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.scan.profile.TreeOrder.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Follows a program that reads file after file, and tells which chunks it will read next. What it tells stays in proportion
 * to the bytes that the program was given.
 */
final class SequentialPrefetcher {
    /** Bytes that may be fetched in vain before anything is known. */
    private static final long FIRST_BYTES = 1 << 20;

    /** Bytes that are worth a fetch, as long as there are more. */
    private static final long LEAST_BYTES = 256 << 10;

    /** Bytes that a program may be behind what was fetched for it at most. */
    private static final long MOST_AHEAD = 256 << 20;

    private static final long LEAST_PART = 128 << 10;
    private static final long MOST_PART = 64 << 20;

    private final TreeOrder order;
    private final InodeTree tree;
    private final long mostAhead;
    private final Map<Kind, SequentialReads> trails = new EnumMap<>(Kind.class);
    /** Bytes that were told of each file, by its place by names, until the program has come to it. */
    private final int[] waiting;

    private final BitSet told = new BitSet(); // by the places of files by names
    private long last = -1;
    private long reach;
    private long toldBytes;
    private long waitingBytes;

    /**
     * @param few files in order that are a walk already
     * @param kept bytes of prefetched chunks that the source keeps until they are read
     */
    SequentialPrefetcher(TreeOrder order, InodeTree tree, int few, long kept) {
        this.order = order;
        this.tree = tree;
        this.mostAhead = Math.min(kept, MOST_AHEAD);
        this.waiting = new int[order.size()];
        for (Kind kind : Kind.values()) {
            trails.put(kind, new SequentialReads(order.size(), few));
        }
    }

    /** Files by their inode numbers, whose first {@code part} bytes each will be wanted. */
    record Next(List<Long> numbers, long part) {
        /** Returns the chunks of the files. */
        List<ChunkRef> chunks(InodeTree tree) {
            List<ChunkRef> chunks = new ArrayList<>();
            for (long number : numbers) {
                try {
                    Inode file = tree.inode(number);
                    chunks.addAll(tree.chunks(file, 0, Math.min(file.size(), part)));
                } catch (IOException e) {
                    // A scanner that reads the file will get the failure.
                }
            }
            return chunks;
        }
    }

    /** Notes that the kernel was given {@code file} unasked. */
    synchronized void stored(Inode file) {
        reached(file);
        trails.forEach((kind, trail) -> {
            int place = order.place(file, kind);
            if (place >= 0) {
                trail.stored(place);
            }
        });
    }

    /**
     * Records a read.
     *
     * @param end offset after it
     * @param bytes that the program has been given so far, to which the expectation stays in proportion
     * @return files to fetch now; empty for none
     */
    synchronized Next reads(Inode file, long end, long bytes) {
        reach = Math.max(reach, end);
        List<Long> numbers = new ArrayList<>();
        long part = Math.min(Math.max(LEAST_PART, 2 * reach), MOST_PART);
        if (file.number() != last) {
            last = file.number();
            reached(file);
            trails.forEach((kind, trail) -> {
                int place = order.place(file, kind);
                if (place >= 0) {
                    trail.passed(place);
                    if (trail.goesOn(place)) {
                        expect(kind, trail, numbers, bytes, part);
                    }
                }
            });
        }
        return new Next(numbers, part);
    }

    private void reached(Inode file) {
        int place = order.place(file, Kind.BY_NAMES);
        if (place >= 0) {
            waitingBytes -= waiting[place];
            waiting[place] = 0;
        }
    }

    private void expect(Kind kind, SequentialReads trail, List<Long> numbers, long given, long part) {
        long left = Math.min(FIRST_BYTES + 3 * given - toldBytes, mostAhead - waitingBytes);
        int place = trail.from();
        if (left < LEAST_BYTES) {
            return;
        }
        while (place < trail.to() && left > 0) {
            int file = order.byNames(place, kind);
            place++;
            if (!told.get(file)) {
                told.set(file);
                numbers.add(order.number(file));
                order.passed(file);
                waiting[file] = (int) size(order.number(file), part);
                left -= waiting[file];
                toldBytes += waiting[file];
                waitingBytes += waiting[file];
            }
        }
        trail.expected(place);
    }

    private long size(long number, long part) {
        try {
            return Math.min(part, tree.inode(number).size());
        } catch (IOException e) {
            return 0;
        }
    }
}
