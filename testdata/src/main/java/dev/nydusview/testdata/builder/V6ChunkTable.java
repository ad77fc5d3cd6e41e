package dev.nydusview.testdata.builder;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the chunk table of a v6 bootstrap: a row for each chunk of its files, sorted by digest, so in no order. */
final class V6ChunkTable {
    private V6ChunkTable() {}

    static byte[] of(List<V6Inode> inodes) {
        Map<StoredChunk, FileChunk> first = new HashMap<>();
        for (V6Inode inode : inodes) {
            inode.chunks().forEach(chunk -> first.putIfAbsent(chunk.stored(), chunk));
        }
        ByteSink sink = new ByteSink();
        first.values().stream()
                .sorted(Comparator.comparing((FileChunk chunk) -> chunk.stored().digest()))
                .forEach(chunk -> sink.put(ChunkInfo.of(chunk)));
        return sink.toBytes();
    }
}
