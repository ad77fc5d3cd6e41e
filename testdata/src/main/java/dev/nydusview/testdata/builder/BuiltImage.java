package dev.nydusview.testdata.builder;

import dev.nydusview.testdata.Listing;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An image that a builder made of a source tree. */
public final class BuiltImage {
    private final byte[] bootstrap;
    private final List<BuiltBlob> blobs;
    private final Listing listing;

    BuiltImage(byte[] bootstrap, List<BuiltBlob> blobs, Listing listing) {
        this.bootstrap = bootstrap;
        this.blobs = List.copyOf(blobs);
        this.listing = listing;
    }

    /** A copy, so that a test may damage it. */
    public byte[] bootstrap() {
        return bootstrap.clone();
    }

    /** Read-only, by blob id in the order of the blob table. */
    public Map<String, ByteBuffer> blobs() {
        Map<String, ByteBuffer> byId = new LinkedHashMap<>();
        blobs.forEach(blob -> byId.put(blob.id(), ByteBuffer.wrap(blob.bytes()).asReadOnlyBuffer()));
        return byId;
    }

    /** The {@code blob.meta} file of each v6 blob, by blob id. */
    public Map<String, ByteBuffer> blobMetaFiles() {
        Map<String, ByteBuffer> byId = new LinkedHashMap<>();
        for (BuiltBlob blob : blobs) {
            BlobMeta meta = blob.meta();
            if (meta != null) {
                byId.put(blob.id(), ByteBuffer.wrap(meta.file()).asReadOnlyBuffer());
            }
        }
        return byId;
    }

    /** The uncompressed address space of each blob, by blob index: for v6 the devices of the EROFS image. */
    public List<ByteBuffer> devices() {
        return blobs.stream()
                .map(blob -> ByteBuffer.wrap(blob.data().addressSpace()).asReadOnlyBuffer())
                .toList();
    }

    /** Returns the listing that any reader must report. */
    public Listing listing() {
        return listing;
    }

    List<BuiltBlob> builtBlobs() {
        return blobs;
    }
}
