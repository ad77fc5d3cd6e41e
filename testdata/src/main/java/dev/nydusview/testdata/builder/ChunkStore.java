package dev.nydusview.testdata.builder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cuts the files of a tree into chunks and stores each chunk once, unless a blob of the dictionary has it. */
final class ChunkStore {
    private final ChunkSettings settings;
    private final BlobWriter blob;
    private final Map<String, StoredChunk> known = new HashMap<>();
    private final Map<SourceNode, List<FileChunk>> files = new HashMap<>();
    private @Nullable StoredChunk fullOfZeros;

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
                files.put(child, chunks(child));
            }
        }
        return files;
    }

    private List<FileChunk> chunks(SourceNode file) {
        List<FileChunk> chunks = new ArrayList<>();
        for (long at = 0; at < file.size(); at += settings.chunkSize()) {
            int length = (int) Math.min(settings.chunkSize(), file.size() - at);
            if (!settings.holes() || !isZero(file, at, length)) {
                chunks.add(new FileChunk(at, stored(file, at, length)));
            }
        }
        return chunks;
    }

    /** Stores a chunk of a file; full ones between the pieces of a sparse file are too many to digest each. */
    private StoredChunk stored(SourceNode file, long at, int length) {
        if (length < settings.chunkSize() || file.hasPiece(at, length)) {
            return stored(file.bytes(at, length), length == file.size());
        }
        StoredChunk zeros = fullOfZeros == null ? stored(new byte[length], length == file.size()) : fullOfZeros;
        fullOfZeros = zeros;
        return zeros;
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

    private static boolean isZero(SourceNode file, long at, int length) {
        if (!file.hasPiece(at, length)) {
            return true;
        }
        for (byte b : file.bytes(at, length)) {
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
