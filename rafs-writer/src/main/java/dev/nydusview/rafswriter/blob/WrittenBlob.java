package dev.nydusview.rafswriter.blob;

import dev.nydusview.base.Sha256;
import dev.nydusview.rafs.model.BlobInfo;
import java.nio.ByteBuffer;

/**
 * A blob that has been written.
 *
 * @param info its row in the blob table
 * @param digest of all its bytes, which is its name
 * @param size bytes
 * @param metaFile its chunk index as the layer of the bootstrap has it beside that; empty for v5
 */
public record WrittenBlob(BlobInfo info, Sha256 digest, long size, ByteBuffer metaFile) {}
