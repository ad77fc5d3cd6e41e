package dev.nydusview.rafs.v6;

import static dev.nydusview.rafs.layout.V6Layout.*;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.model.BlobFeature;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.CipherAlgorithm;
import dev.nydusview.rafs.model.Compressor;
import dev.nydusview.rafs.model.DigestAlgorithm;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.Superblock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The v6 blob table. */
final class V6BlobTable {
    private V6BlobTable() {}

    static List<BlobInfo> read(V6Superblock record, Superblock superblock)
            throws RafsFormatException, UnsupportedFeatureException {
        Bytes table = record.blobTable();
        int count = (int) (table.length() / BLOB_SIZE);
        List<BlobInfo> blobs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            blobs.add(blob(
                    i, table.at("v6 blob " + i, (long) i * BLOB_SIZE, BLOB_SIZE), superblock, record.mappedBlock(i)));
        }
        return List.copyOf(blobs);
    }

    private static BlobInfo blob(int index, Bytes entry, Superblock superblock, long mappedBlock)
            throws RafsFormatException, UnsupportedFeatureException {
        if (entry.u32(B_INDEX) != index) {
            throw entry.fault("has index " + entry.u32(B_INDEX));
        }
        String id = id(entry);
        return new BlobInfo(
                index,
                id,
                id,
                features(entry),
                compressor(entry, B_COMPRESSION_ALGO),
                digester(entry),
                chunkSize(entry, superblock),
                (int) bounded(entry, "chunk count", entry.u32(B_CHUNK_COUNT), BlobInfo.MAX_CHUNK_COUNT + 1L),
                bounded(entry, "compressed size", entry.i64(B_COMPRESSED_SIZE), BlobInfo.MAX_COMPRESSED_SIZE),
                bounded(entry, "uncompressed size", entry.i64(B_UNCOMPRESSED_SIZE), BlobInfo.MAX_UNCOMPRESSED_SIZE),
                0,
                0,
                meta(entry),
                fields(entry, mappedBlock));
    }

    private static BlobInfo.V6BlobFields fields(Bytes entry, long mappedBlock) throws RafsFormatException {
        long cipher = entry.u32(B_CIPHER_ALGO);
        return new BlobInfo.V6BlobFields(
                entry.i32(B_TOC_SIZE),
                entry.digest(B_TOC_DIGEST),
                entry.digest(B_META_DIGEST),
                entry.i64(B_META_SIZE),
                CipherAlgorithm.ofCode(cipher).orElseThrow(() -> entry.fault("unknown cipher " + cipher)),
                entry.i64(B_CIPHER_IV),
                mappedBlock);
    }

    private static BlobInfo.MetaSection meta(Bytes entry) throws RafsFormatException {
        return new BlobInfo.MetaSection(
                compressor(entry, B_CI_COMPRESSOR),
                bounded(entry, "chunk index offset", entry.i64(B_CI_OFFSET), BlobInfo.MAX_COMPRESSED_SIZE),
                bounded(entry, "chunk index size", entry.i64(B_CI_COMPRESSED_SIZE), Integer.MAX_VALUE),
                bounded(entry, "chunk index size", entry.i64(B_CI_UNCOMPRESSED_SIZE), Integer.MAX_VALUE));
    }

    private static String id(Bytes entry) throws RafsFormatException {
        int length = entry.lengthToNul(B_ID, B_ID_LENGTH);
        if (length == 0) {
            throw entry.fault("has no id");
        }
        return new String(entry.copy(B_ID, length), StandardCharsets.ISO_8859_1);
    }

    private static Set<BlobFeature> features(Bytes entry) throws RafsFormatException, UnsupportedFeatureException {
        int bits = entry.i32(B_FEATURES);
        int unknown = BlobFeature.unknown(bits);
        if (unknown != 0) {
            throw new UnsupportedFeatureException("unknown blob features 0x" + Integer.toHexString(unknown));
        }
        return BlobFeature.decode(bits);
    }

    private static int chunkSize(Bytes entry, Superblock superblock) throws RafsFormatException {
        if (entry.u32(B_CHUNK_SIZE) != superblock.chunkSize()) {
            throw entry.fault(
                    "chunk size " + entry.u32(B_CHUNK_SIZE) + " is not the image's " + superblock.chunkSize());
        }
        return superblock.chunkSize();
    }

    private static Compressor compressor(Bytes entry, int field) throws RafsFormatException {
        long code = entry.u32(field);
        return Compressor.ofCode(code).orElseThrow(() -> entry.fault("unknown compressor " + code));
    }

    private static DigestAlgorithm digester(Bytes entry) throws RafsFormatException {
        long code = entry.u32(B_DIGEST_ALGO);
        return DigestAlgorithm.ofCode(code).orElseThrow(() -> entry.fault("unknown digest algorithm " + code));
    }

    private static long bounded(Bytes entry, String field, long value, long limit) throws RafsFormatException {
        if (value < 0 || value >= limit) {
            throw entry.fault(field + " 0x" + Long.toHexString(value) + " is out of range");
        }
        return value;
    }
}
