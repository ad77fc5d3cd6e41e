package dev.nydusview.testdata.builder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Cuts the files of a tree into chunks and stores each chunk once, unless a blob of the dictionary has it. */
final class ChunkStore {
    private final ChunkSettings settings;
    private final BlobWriter blob;
    private final Map<String, StoredChunk> known = new HashMap<>();
    private final Map<SourceNode, List<FileChunk>> files = new HashMap<>();

    /** @param dictionary the blobs that come before this one in the blob table */
    ChunkStore(ChunkSettings settings, List<BuiltBlob> dictionary) {
        this.settings = settings;
        this.blob = new BlobWriter(dictionary.size(), settings);
        dictionary.forEach(other -> other.data().chunks().forEach(chunk -> known.put(chunk.digest(), chunk)));
    }

    /** The chunks of each regular file below {@code directory}, in file order. */
    Map<SourceNode, List<FileChunk>> store(SourceNode directory) {
        for (SourceNode child : directory.children().values()) {
            if (child.isDirectory()) {
                store(child);
            } else if (child.isRegular() && !files.containsKey(child)) {
                files.put(child, chunks(child.content()));
            }
        }
        return files;
    }

    private List<FileChunk> chunks(byte[] content) {
        List<FileChunk> chunks = new ArrayList<>();
        for (int at = 0; at < content.length; at += settings.chunkSize()) {
            byte[] chunk = Arrays.copyOfRange(content, at, Math.min(at + settings.chunkSize(), content.length));
            if (!settings.holes() || !isZero(chunk)) {
                chunks.add(new FileChunk(at, stored(chunk, chunk.length == content.length)));
            }
        }
        return chunks;
    }

    private StoredChunk stored(byte[] chunk, boolean wholeFile) {
        String digest = HexFormat.of().formatHex(settings.hash().digest(chunk));
        StoredChunk present = known.get(digest);
        if (present == null) {
            boolean batched = wholeFile && chunk.length < settings.batchSize() / 2;
            present = batched ? blob.appendToBatch(chunk, digest) : blob.append(chunk, digest);
            known.put(digest, present);
        }
        return present;
    }

    private static boolean isZero(byte[] chunk) {
        for (byte b : chunk) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    BlobData finish() {
        return blob.finish();
    }
}
