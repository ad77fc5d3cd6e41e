package dev.nydusview.rafswriter.blob;

import dev.nydusview.rafs.layout.ChunkInfoLayout;
import dev.nydusview.rafs.model.Compressor;
import dev.nydusview.rafs.model.DigestAlgorithm;
import dev.nydusview.rafs.model.FormatVersion;

/**
 * Settings of a blob that is written.
 *
 * @param version of the bootstrap that its chunks are in
 * @param index its row in the blob table
 * @param chunkSize bytes of file data a chunk, the last one of a file apart
 * @param compressor of chunks that it makes shorter; not gzip, which a chunk of its own never has
 * @param digester of chunks
 */
public record BlobSettings(
        FormatVersion version, int index, int chunkSize, Compressor compressor, DigestAlgorithm digester) {
    public BlobSettings {
        if (!ChunkInfoLayout.isChunkSize(chunkSize)) {
            throw new IllegalArgumentException("chunks of " + chunkSize + " bytes");
        }
        if (compressor == Compressor.GZIP) {
            throw new IllegalArgumentException("chunks compressed by gzip");
        }
    }
}
