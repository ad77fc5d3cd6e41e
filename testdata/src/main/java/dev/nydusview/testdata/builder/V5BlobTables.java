package dev.nydusview.testdata.builder;

import java.util.List;

/** The blob table, whose entries are as long as their ids, and its extension. */
final class V5BlobTables {
    static final int EXTENDED_ENTRY_SIZE = 64;

    private static final int READAHEAD_SIZE = 8;
    private static final int CHUNK_COUNT = 0;
    private static final int FEATURES = 4;
    private static final int UNCOMPRESSED_SIZE = 8;
    private static final int COMPRESSED_SIZE = 16;

    private V5BlobTables() {}

    /** Returns the table without the padding behind it. */
    static byte[] table(List<BuiltBlob> blobs) {
        ByteSink sink = new ByteSink();
        for (BuiltBlob blob : blobs) {
            sink.put(new byte[sink.position() == 0 ? 0 : 1]);
            sink.put(new byte[READAHEAD_SIZE]).put(Latin1.bytes(blob.id()));
        }
        return sink.toBytes();
    }

    static byte[] extended(List<BuiltBlob> blobs) {
        ByteSink sink = new ByteSink();
        for (BuiltBlob blob : blobs) {
            sink.put(ByteSink.record(EXTENDED_ENTRY_SIZE)
                    .putInt(CHUNK_COUNT, blob.data().chunks().size())
                    .putInt(FEATURES, blob.features())
                    .putLong(UNCOMPRESSED_SIZE, blob.data().addressSpace().length)
                    .putLong(COMPRESSED_SIZE, blob.bytes().length));
        }
        return sink.toBytes();
    }
}
