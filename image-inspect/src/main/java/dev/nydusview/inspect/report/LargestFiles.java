package dev.nydusview.inspect.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.nydusview.rafs.path.EntryPath;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the largest of the regular files that are added. */
final class LargestFiles {
    private static final int MAX_FILES = 50;

    private final PriorityQueue<Candidate> largest = new PriorityQueue<>(Comparator.comparingLong(Candidate::size));

    private record Candidate(EntryPath path, long size, long chunks, long plain, long stored) {}

    /**
     * A large file.
     *
     * @param plain bytes of its chunks, decompressed; less than its size if it has holes
     * @param stored bytes that its chunks are stored in, even if other files use them, too
     */
    record LargeFile(
            @JsonProperty("path") String path,
            @JsonProperty("size") long size,
            @JsonProperty("chunks") long chunks,
            @JsonProperty("plain") long plain,
            @JsonProperty("stored") long stored) {}

    void add(EntryPath path, long size, long chunks, long plain, long stored) {
        if (size > 0) {
            largest.add(new Candidate(path, size, chunks, plain, stored));
        }
        if (largest.size() > MAX_FILES) {
            largest.remove();
        }
    }

    /** The largest first. */
    List<LargeFile> report() {
        return largest.stream()
                .map(file -> new LargeFile(
                        DisplayText.path(file.path()), file.size(), file.chunks(), file.plain(), file.stored()))
                .sorted(Comparator.comparingLong(LargeFile::size).reversed().thenComparing(LargeFile::path))
                .toList();
    }
}
