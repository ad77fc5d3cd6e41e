package dev.nydusview.rafs.path;

import java.util.List;

/**
 * Stretches of bytes of the regular file at a path.
 *
 * @param stretches disjoint, in order; they may reach beyond the end of the file
 */
public record FileStretches(EntryPath path, List<Stretch> stretches) {
    public FileStretches {
        stretches = List.copyOf(stretches);
    }

    /**
     * Bytes next to one another.
     *
     * @param from offset of the first byte, from 0
     * @param to offset after the last byte
     */
    public record Stretch(long from, long to) {
        /** @throws IllegalArgumentException if there are no such bytes */
        public Stretch {
            if (from < 0 || to <= from) {
                throw new IllegalArgumentException("no bytes from " + from + " to " + to);
            }
        }
    }
}
