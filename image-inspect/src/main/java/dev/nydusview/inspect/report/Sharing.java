package dev.nydusview.inspect.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.nydusview.rafs.model.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chunks stored once for several files, and chunks stored more than once.
 *
 * @param sharedChunks number of chunks that several files use
 * @param saved bytes of content, decompressed, that need not be stored because of that
 * @param shared chunks that save the most
 * @param duplicateDigests number of digests that several chunks have
 * @param wasted stored bytes of those, except for the smallest copy of each
 * @param duplicates digests that waste the most
 */
record Sharing(
        @JsonProperty("sharedChunks") long sharedChunks,
        @JsonProperty("saved") long saved,
        @JsonProperty("shared") List<SharedChunk> shared,
        @JsonProperty("duplicateDigests") long duplicateDigests,
        @JsonProperty("wasted") long wasted,
        @JsonProperty("duplicates") List<Duplicate> duplicates) {
    private static final int MAX_SHOWN = 25;
    private static final int MAX_COPIES = 5;

    /** A chunk, with some of the {@code files} that use it. */
    record SharedChunk(
            @JsonProperty("digest") String digest,
            @JsonProperty("blob") int blob,
            @JsonProperty("index") int index,
            @JsonProperty("size") int size,
            @JsonProperty("stored") long stored,
            @JsonProperty("files") int files,
            @JsonProperty("paths") List<String> paths) {

        static SharedChunk of(Chunk chunk) {
            return new SharedChunk(
                    chunk.digest().toString(),
                    chunk.blob(),
                    chunk.index(),
                    chunk.size(),
                    chunk.stored(),
                    chunk.files(),
                    chunk.some().stream().map(DisplayText::path).toList());
        }
    }

    /** A digest that {@code count} chunks have, and some of those. */
    record Duplicate(
            @JsonProperty("digest") String digest,
            @JsonProperty("size") int size,
            @JsonProperty("count") int count,
            @JsonProperty("wasted") long wasted,
            @JsonProperty("copies") List<Copy> copies) {}

    /** A copy, and the first file that uses it. */
    record Copy(
            @JsonProperty("blob") int blob,
            @JsonProperty("index") int index,
            @JsonProperty("stored") long stored,
            @JsonProperty("path") String path) {

        static Copy of(Chunk chunk) {
            return new Copy(chunk.blob(), chunk.index(), chunk.stored(), DisplayText.path(chunk.first()));
        }
    }

    private static final Comparator<Chunk> IN_ORDER = Comparator.comparingLong(Sharing::order);

    private static final Comparator<Chunk> BY_SAVED =
            Comparator.comparingLong((Chunk chunk) -> saved(chunk)).reversed().thenComparing(IN_ORDER);

    private static final Comparator<List<Chunk>> BY_WASTED = Comparator.<List<Chunk>>comparingLong(Sharing::wasted)
            .reversed()
            .thenComparing(copies -> copies.get(0), IN_ORDER);

    static Sharing of(Collection<Chunk> chunks) {
        List<Chunk> shared = chunks.stream().filter(chunk -> chunk.files() > 1).toList();
        List<List<Chunk>> duplicates = duplicates(chunks);
        return new Sharing(
                shared.size(),
                shared.stream().mapToLong(Sharing::saved).reduce(0, Totals::sum),
                shared.stream()
                        .sorted(BY_SAVED)
                        .limit(MAX_SHOWN)
                        .map(SharedChunk::of)
                        .toList(),
                duplicates.size(),
                duplicates.stream().mapToLong(Sharing::wasted).sum(),
                duplicates.stream()
                        .sorted(BY_WASTED)
                        .limit(MAX_SHOWN)
                        .map(Sharing::duplicate)
                        .toList());
    }

    /** Order of chunks, so that the same image always makes the same page. */
    private static long order(Chunk chunk) {
        return (long) chunk.blob() << 24 | chunk.index();
    }

    private static long saved(Chunk chunk) {
        return (long) chunk.size() * (chunk.files() - 1);
    }

    /** Returns groups of chunks with equal digests; a zero digest is not one. */
    private static List<List<Chunk>> duplicates(Collection<Chunk> chunks) {
        Set<Digest> once = new HashSet<>();
        Map<Digest, List<Chunk>> several = new LinkedHashMap<>();
        for (Chunk chunk : chunks) {
            if (!once.add(chunk.digest()) && !chunk.digest().isZero()) {
                several.put(chunk.digest(), new ArrayList<>());
            }
        }
        for (Chunk chunk : chunks) {
            List<Chunk> copies = several.get(chunk.digest());
            if (copies != null) {
                copies.add(chunk);
            }
        }
        several.values().forEach(copies -> copies.sort(IN_ORDER));
        return List.copyOf(several.values());
    }

    private static long wasted(List<Chunk> copies) {
        long all = copies.stream().mapToLong(Chunk::stored).sum();
        return all - copies.stream().mapToLong(Chunk::stored).min().orElse(0);
    }

    private static Duplicate duplicate(List<Chunk> copies) {
        Chunk first = copies.get(0);
        return new Duplicate(
                first.digest().toString(),
                first.size(),
                copies.size(),
                wasted(copies),
                copies.stream().limit(MAX_COPIES).map(Copy::of).toList());
    }
}
