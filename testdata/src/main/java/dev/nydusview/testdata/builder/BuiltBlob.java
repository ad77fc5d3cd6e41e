package dev.nydusview.testdata.builder;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A finished blob. */
final class BuiltBlob {
    private final String id;
    private final byte[] bytes;
    private final BlobData data;
    private final int features;
    private final @Nullable BlobMeta meta;

    /** @param meta of v6 blobs, null for v5 */
    private BuiltBlob(byte[] bytes, BlobData data, int features, @Nullable BlobMeta meta) {
        this.id = HexFormat.of().formatHex(Hash.SHA256.digest(bytes));
        this.bytes = bytes;
        this.data = data;
        this.features = features;
        this.meta = meta;
    }

    static BuiltBlob v5(BlobData data, int features) {
        return new BuiltBlob(data.stored(), data, features, null);
    }

    /** @param metaApart whether the blob ends without its chunk index */
    static BuiltBlob v6(BlobData data, int features, Compression metaCompression, boolean metaApart) {
        BlobMeta meta = new BlobMeta(data, features, metaCompression);
        byte[] tail = metaApart ? new byte[0] : meta.tail();
        return new BuiltBlob(new ByteSink().put(data.stored()).put(tail).toBytes(), data, features, meta);
    }

    /** SHA-256 of its bytes. */
    String id() {
        return id;
    }

    byte[] bytes() {
        return bytes;
    }

    BlobData data() {
        return data;
    }

    int features() {
        return features;
    }

    @Nullable
    BlobMeta meta() {
        return meta;
    }
}
