package dev.nydusview.rafswriter.blob;

import dev.nydusview.base.Sha256;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafs.codec.ChunkDigester;
import dev.nydusview.rafs.model.BlobFeature;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ChunkFlag;
import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Digest;
import dev.nydusview.rafs.model.FormatVersion;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * Writes the data of files as chunks: {@code | chunks | chunk index | its header |} for v6, chunks alone for v5. Equal
 * chunks are stored once. Memory is some 200 bytes for each chunk, and one chunk.
 */
public final class BlobWriter {
    /** Unit of places in the address space of a v6 blob, which files of a kernel's EROFS need. */
    private static final int BLOCK = 4096;

    private final BlobSettings settings;
    private final OutputStream out;
    private final ChunkDictionary dictionary;
    private final MessageDigest digest = Sha256.digester();
    private final ChunkIndexWriter index = new ChunkIndexWriter();
    private final Map<Digest, ChunkRecord> chunks = new HashMap<>();
    private long written;
    private long addressed;

    /** @param out receives the blob; not closed */
    public BlobWriter(BlobSettings settings, OutputStream out, ChunkDictionary dictionary) {
        this.settings = settings;
        this.out = out;
        this.dictionary = dictionary;
    }

    /** Stores {@code size} bytes of a file; returns its chunks, in file order. */
    public List<ChunkRecord> add(InputStream content, long size) throws IOException {
        List<ChunkRecord> rows = new ArrayList<>();
        for (long offset = 0; offset < size; offset += settings.chunkSize()) {
            int count = (int) Math.min(settings.chunkSize(), size - offset);
            byte[] plain = content.readNBytes(count);
            if (plain.length < count) {
                throw new EOFException("the file ends after " + (offset + plain.length) + " of " + size + " bytes");
            }
            rows.add(at(offset, chunk(plain)));
        }
        return rows;
    }

    private static ChunkRecord at(long fileOffset, ChunkRecord row) {
        ChunkRef chunk = row.chunk();
        ChunkRef placed = new ChunkRef(
                chunk.blobIndex(),
                chunk.index(),
                fileOffset,
                chunk.size(),
                chunk.uncompressedOffset(),
                chunk.digest(),
                chunk.stored());
        return new ChunkRecord(placed, row.storedOffset(), row.storedSize(), row.flags(), row.crc32());
    }

    private ChunkRecord chunk(byte[] plain) throws IOException {
        Digest content = ChunkDigester.digest(settings.digester(), ByteBuffer.wrap(plain));
        ChunkRecord known = dictionary.find(content, plain.length);
        if (known == null) {
            known = chunks.get(content);
        }
        if (known == null) {
            known = store(content, plain);
            chunks.put(content, known);
        }
        return known;
    }

    private ChunkRecord store(Digest content, byte[] plain) throws IOException {
        if (chunks.size() == BlobInfo.MAX_CHUNK_COUNT - 1) {
            throw new UnsupportedFeatureException("a blob has at most " + BlobInfo.MAX_CHUNK_COUNT + " chunks");
        }
        byte[] stored = ChunkCompressor.compress(settings.compressor(), plain);
        Set<ChunkFlag> flags = EnumSet.of(ChunkFlag.HAS_CRC32);
        if (stored.length < plain.length) {
            flags.add(ChunkFlag.COMPRESSED);
        }
        int crc = crc(plain);
        if (crc == 0) {
            flags.remove(ChunkFlag.HAS_CRC32);
        }
        boolean compressed = flags.contains(ChunkFlag.COMPRESSED);
        ChunkLocation place =
                settings.version() == FormatVersion.V5 ? new ChunkLocation(written, stored.length, compressed) : null;
        ChunkRef chunk = new ChunkRef(settings.index(), chunks.size(), 0, plain.length, addressed, content, place);
        ChunkRecord row = new ChunkRecord(chunk, written, stored.length, flags, crc);
        index.add(addressed, plain.length, written, stored.length);
        write(stored);
        addressed += settings.version() == FormatVersion.V6 ? aligned(plain.length) : plain.length;
        return row;
    }

    private static int crc(byte[] plain) {
        CRC32C crc = new CRC32C();
        crc.update(plain);
        return (int) crc.getValue();
    }

    private static long aligned(int size) {
        return (size + BLOCK - 1L) & -BLOCK;
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        digest.update(bytes);
        written += bytes.length;
    }

    /** Writes what is behind the chunks. */
    public WrittenBlob finish() throws IOException {
        return settings.version() == FormatVersion.V6 ? finishV6() : finishV5();
    }

    private WrittenBlob finishV5() {
        return written(EnumSet.of(BlobFeature.CAP_TAR_TOC), BlobInfo.MetaSection.NONE, ByteBuffer.allocate(0));
    }

    private WrittenBlob finishV6() throws IOException {
        Set<BlobFeature> features = EnumSet.of(BlobFeature.ALIGNED, BlobFeature.CAP_TAR_TOC);
        ChunkIndexWriter.Section section = index.section(written, features);
        write(section.tail().array());
        return written(features, section.place(), section.file());
    }

    private WrittenBlob written(Set<BlobFeature> features, BlobInfo.MetaSection meta, ByteBuffer metaFile) {
        Sha256 name = Sha256.finish(digest);
        BlobInfo info = new BlobInfo(
                settings.index(),
                name.hex(),
                name.hex(),
                features,
                settings.compressor(),
                settings.digester(),
                settings.chunkSize(),
                chunks.size(),
                written,
                addressed,
                0,
                0,
                meta,
                BlobInfo.V6BlobFields.NONE);
        return new WrittenBlob(info, name, written, metaFile);
    }
}
