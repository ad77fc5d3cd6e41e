package dev.nydusview.testdata.builder;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** The chunk data of one blob, and the address space that its chunks have once uncompressed. */
final class BlobWriter {
    private final int blobIndex;
    private final ChunkSettings settings;
    private final ByteSink data = new ByteSink();
    private final ByteSink addressSpace = new ByteSink();
    private final List<StoredChunk> chunks = new ArrayList<>();
    private final List<Batch> batches = new ArrayList<>();
    private ByteSink batch = new ByteSink();

    BlobWriter(int blobIndex, ChunkSettings settings) {
        this.blobIndex = blobIndex;
        this.settings = settings;
    }

    StoredChunk append(byte[] chunk, String digest) {
        byte[] stored = settings.compression().compress(chunk);
        boolean compressed = stored.length < chunk.length;
        StoredChunk added = new StoredChunk(
                digest,
                blobIndex,
                chunks.size(),
                compressed,
                data.position(),
                stored.length,
                address(chunk),
                chunk.length,
                crc(chunk),
                StoredChunk.ALONE,
                0);
        data.put(stored);
        chunks.add(added);
        return added;
    }

    /** A batch is stored when it is full, which may be behind chunks that came later. */
    StoredChunk appendToBatch(byte[] chunk, String digest) {
        if (batch.position() + chunk.length >= settings.batchSize()) {
            storeBatch();
        }
        StoredChunk added = new StoredChunk(
                digest,
                blobIndex,
                chunks.size(),
                false,
                0,
                0,
                address(chunk),
                chunk.length,
                crc(chunk),
                batches.size(),
                batch.position());
        batch.put(chunk);
        chunks.add(added);
        return added;
    }

    private void storeBatch() {
        byte[] plain = batch.toBytes();
        if (plain.length > 0) {
            byte[] stored = settings.compression().compress(plain);
            batches.add(new Batch(data.position(), stored.length, plain.length));
            data.put(stored);
        }
        batch = new ByteSink();
    }

    private long address(byte[] chunk) {
        int start = addressSpace.align(settings.alignment()).position();
        addressSpace.put(chunk);
        return start;
    }

    private static int crc(byte[] chunk) {
        CRC32C crc = new CRC32C();
        crc.update(chunk);
        return (int) crc.getValue();
    }

    BlobData finish() {
        storeBatch();
        addressSpace.align(settings.alignment());
        return new BlobData(data.toBytes(), addressSpace.toBytes(), chunks, batches);
    }
}
