package dev.nydusview.rafs.v5;

import static dev.nydusview.rafs.layout.V5Layout.*;

import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.model.BlobFeature;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.Superblock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The v5 blob table and its extension.
 *
 * <pre>
 * | readahead offset u32 | readahead size u32 | blob id | NUL | ... | blob id | zeros up to a multiple of 8 |
 * </pre>
 */
final class V5BlobTable {
    private V5BlobTable() {}

    static List<BlobInfo> read(Bytes table, Bytes extended, Superblock superblock) throws RafsFormatException {
        List<BlobInfo> blobs = new ArrayList<>();
        long at = 0;
        while (table.length() - at > BLOB_ID) {
            int room = (int) Math.min(table.length() - at - BLOB_ID, MAX_BLOB_ID + 1L);
            int idLength = table.lengthToNul(at + BLOB_ID, room);
            if (idLength == 0 || idLength > MAX_BLOB_ID) {
                throw table.fault("blob id " + blobs.size() + " has " + idLength + " characters");
            }
            String id = new String(table.copy(at + BLOB_ID, idLength), StandardCharsets.ISO_8859_1);
            blobs.add(blob(blobs.size(), id, table, at, extended, superblock));
            at += BLOB_ID + idLength + 1;
        }
        return List.copyOf(blobs);
    }

    private static BlobInfo blob(int index, String id, Bytes table, long at, Bytes extended, Superblock superblock)
            throws RafsFormatException {
        Bytes extension = extension(extended, index);
        boolean present = extension.length() > 0;
        return new BlobInfo(
                index,
                id,
                id,
                present ? BlobFeature.decode(extension.i32(EXT_FEATURES)) : BlobFeature.decode(0),
                superblock.compressor(),
                superblock.digester(),
                superblock.chunkSize(),
                present ? chunkCount(extension) : 0,
                present ? extension.size64(EXT_COMPRESSED_SIZE, "compressed size") : 0,
                present ? extension.size64(EXT_UNCOMPRESSED_SIZE, "uncompressed size") : 0,
                table.u32(at + BLOB_READAHEAD_OFFSET),
                table.u32(at + BLOB_READAHEAD_SIZE),
                BlobInfo.MetaSection.NONE,
                BlobInfo.V6BlobFields.NONE);
    }

    /** Old images have no extended table; one that exists has a row for every blob. */
    private static Bytes extension(Bytes extended, int index) throws RafsFormatException {
        return extended.length() == 0
                ? extended
                : extended.at("v5 extended blob table entry", (long) index * EXT_BLOB_SIZE, EXT_BLOB_SIZE);
    }

    private static int chunkCount(Bytes extension) throws RafsFormatException {
        long count = extension.u32(EXT_CHUNK_COUNT);
        if (count > BlobInfo.MAX_CHUNK_COUNT) {
            throw extension.fault("chunk count " + count + " exceeds " + BlobInfo.MAX_CHUNK_COUNT);
        }
        return (int) count;
    }
}
