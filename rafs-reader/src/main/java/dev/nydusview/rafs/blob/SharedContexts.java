package dev.nydusview.rafs.blob;

import static dev.nydusview.rafs.layout.BlobMetaLayout.*;
import static dev.nydusview.rafs.layout.ChunkInfoLayout.MAX_CHUNK_SIZE;
import static dev.nydusview.rafs.layout.ChunkInfoLayout.MAX_STORED_SIZE;

import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.StoredForm;

/** The table behind the entries of a chunk index that describes stored bytes shared by several chunks. */
final class SharedContexts {
    private final Bytes table;
    private final Bytes dictionaries;

    private SharedContexts(Bytes table, Bytes dictionaries) {
        this.table = table;
        this.dictionaries = dictionaries;
    }

    /**
     * Reads the contexts from where the header says that they are in {@code index}. Blobs without contexts have an
     * empty table.
     */
    static SharedContexts read(Bytes index, Bytes header) throws RafsFormatException {
        long size = header.u32(H_ZRAN_COUNT) * CONTEXT_SIZE;
        long offset = size == 0 ? 0 : header.i64(H_ZRAN_OFFSET);
        Bytes table = index.at("blob.meta contexts", offset, size);
        long end = offset + size;
        return new SharedContexts(table, index.at("blob.meta dictionaries", end, index.length() - end));
    }

    private Bytes context(int number) throws RafsFormatException {
        return table.at("blob.meta context", Integer.toUnsignedLong(number) * CONTEXT_SIZE, CONTEXT_SIZE);
    }

    ChunkLocation batch(BlobMetaEntries.Entry entry) throws RafsFormatException {
        Bytes context = context(entry.context());
        int plainSize = bounded(context, "size", context.u32(BATCH_UNCOMPRESSED_SIZE), MAX_CHUNK_SIZE);
        requireInside(entry, plainSize);
        boolean encrypted = entry.is(V2_FLAG_ENCRYPTED);
        return new ChunkLocation(
                entry.storedOffset(),
                bounded(context, "stored size", context.u32(BATCH_COMPRESSED_SIZE), MAX_STORED_SIZE),
                new StoredForm.Batch(plainSize, entry.start(), encrypted));
    }

    /** Finds the zran context of an entry, whose own statement about stored bytes is only a hint. */
    ChunkLocation zran(BlobMetaEntries.Entry entry) throws RafsFormatException {
        Bytes context = context(entry.context());
        int plainSize = bounded(context, "size", context.u32(ZRAN_OUT_LEN), MAX_CHUNK_SIZE);
        requireInside(entry, plainSize);
        int bits = context.u8(ZRAN_CTX_BITS) & (Byte.SIZE - 1);
        StoredForm form = new StoredForm.ZranContext(
                plainSize,
                entry.start(),
                context.u8(ZRAN_CTX_BYTE),
                bits,
                dictionary(context).toBuffer());
        return new ChunkLocation(
                context.size64(ZRAN_IN_OFFSET, "offset"),
                bounded(context, "stored size", context.u32(ZRAN_IN_LEN), MAX_STORED_SIZE),
                form);
    }

    private Bytes dictionary(Bytes context) throws RafsFormatException {
        long size = context.u32(ZRAN_DICT_SIZE);
        if (size > MAX_DICTIONARY) {
            throw context.fault("dictionary of " + size + " bytes");
        }
        return dictionaries.at(
                "blob.meta dictionary", size == 0 ? 0 : context.size64(ZRAN_DICT_OFFSET, "dictionary offset"), size);
    }

    private static int bounded(Bytes context, String field, long value, int most) throws RafsFormatException {
        if (value < 1 || value > most) {
            throw context.fault(field + " " + value + " is not between 1 and " + most);
        }
        return (int) value;
    }

    private static void requireInside(BlobMetaEntries.Entry entry, int plainSize) throws RafsFormatException {
        if (entry.start() < 0 || entry.start() > plainSize - entry.plainSize()) {
            throw entry.bytes()
                    .fault("has " + entry.plainSize() + " bytes at " + Integer.toUnsignedString(entry.start()) + " of "
                            + plainSize);
        }
    }
}
