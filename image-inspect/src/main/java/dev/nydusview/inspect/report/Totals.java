package dev.nydusview.inspect.report;

/** Sums over files. They stay at the largest number instead of overflowing, as sizes may be anything. */
final class Totals {
    private long files;
    private long directories;
    private long size;
    private long plain;
    private long stored;

    void addFiles(long count) {
        files += count;
    }

    void addDirectory() {
        directories++;
    }

    void addSize(long bytes) {
        size = sum(size, bytes);
    }

    /** Adds a chunk at its first use: {@code plainBytes} of content in {@code storedBytes}. */
    void addChunk(long plainBytes, long storedBytes) {
        plain = sum(plain, plainBytes);
        stored = sum(stored, storedBytes);
    }

    void add(Totals other) {
        files += other.files;
        directories += other.directories;
        size = sum(size, other.size);
        addChunk(other.plain, other.stored);
    }

    static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** Names that are not directories. */
    long files() {
        return files;
    }

    long directories() {
        return directories;
    }

    /** Bytes of regular files, each counted once however many names it has. */
    long size() {
        return size;
    }

    /** Bytes of chunks, decompressed; each chunk counted for the first file that uses it. */
    long plain() {
        return plain;
    }

    /** The bytes that those chunks are stored in. */
    long stored() {
        return stored;
    }
}
