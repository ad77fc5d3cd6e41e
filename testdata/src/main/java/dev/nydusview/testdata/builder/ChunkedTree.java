package dev.nydusview.testdata.builder;

import java.util.List;
import java.util.Map;

/** A source tree whose data is in blobs, by blob index. */
record ChunkedTree(SourceTree source, Map<SourceNode, List<FileChunk>> chunks, List<BuiltBlob> blobs) {
    List<FileChunk> chunksOf(SourceNode node) {
        return chunks.getOrDefault(node, List.of());
    }
}
