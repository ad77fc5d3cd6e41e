package dev.nydusview.rafs.blob;

import static dev.nydusview.rafs.layout.BlobTocLayout.*;

import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.codec.ChunkDigester;
import dev.nydusview.rafs.codec.Decompressor;
import dev.nydusview.rafs.model.Compressor;
import dev.nydusview.rafs.model.Digest;
import dev.nydusview.rafs.model.DigestAlgorithm;
import dev.nydusview.rafs.model.RafsFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Takes the bootstrap out of a blob that carries it behind its data, with a table of contents or without. */
public final class InlineBootstrap {
    /** Beyond any bootstrap, of which an inode or an entry has some random bytes. */
    private static final int MAX_RATIO = 4096;

    private final BlobSource blobs;
    private final String blobId;
    private final long length;

    private InlineBootstrap(BlobSource blobs, String blobId) throws IOException {
        this.blobs = blobs;
        this.blobId = blobId;
        this.length = blobs.length(blobId);
    }

    /** Reads the bootstrap in that blob; corrupt if there is none. */
    public static ByteBuffer read(BlobSource blobs, String blobId) throws IOException {
        return new InlineBootstrap(blobs, blobId).read();
    }

    private ByteBuffer read() throws IOException {
        Bytes header = part("tar header", length - TAR_HEADER_SIZE, TAR_HEADER_SIZE);
        String name = text(header, T_NAME, T_NAME_LENGTH);
        if (name.equals(TOC)) {
            return byToc(header);
        }
        if (name.equals(BOOTSTRAP)) {
            long size = size(header);
            return blobs.read(blobId, length - TAR_HEADER_SIZE - size, (int) size);
        }
        throw new RafsFormatException("blob " + blobId
                + " does not hold a bootstrap: it does not end with a tar header of " + BOOTSTRAP + " or " + TOC);
    }

    private ByteBuffer byToc(Bytes header) throws IOException {
        long size = size(header);
        if (size % ENTRY_SIZE != 0 || size / ENTRY_SIZE > MAX_ENTRIES) {
            throw header.fault("table of contents of " + size + " bytes");
        }
        Bytes toc = part("table of contents", length - TAR_HEADER_SIZE - size, (int) size);
        for (long at = 0; at < size; at += ENTRY_SIZE) {
            Bytes entry = toc.at("entry of the table of contents", at, ENTRY_SIZE);
            if (text(entry, E_NAME, E_NAME_LENGTH).equals(BOOTSTRAP)) {
                return section(entry);
            }
        }
        throw toc.fault("does not name " + BOOTSTRAP);
    }

    private ByteBuffer section(Bytes entry) throws IOException {
        long stored = entry.size64(E_COMPRESSED_SIZE, "stored size");
        long plain = entry.size64(E_UNCOMPRESSED_SIZE, "size");
        if (stored < 1 || stored > Integer.MAX_VALUE || plain > Integer.MAX_VALUE || plain / MAX_RATIO > stored) {
            throw entry.fault("claims to decompress from " + stored + " to " + plain + " bytes");
        }
        ByteBuffer bytes = blobs.read(blobId, entry.size64(E_COMPRESSED_OFFSET, "offset"), (int) stored);
        ByteBuffer bootstrap = ByteBuffer.wrap(Decompressor.decompress(compressor(entry), bytes, (int) plain));
        Digest actual = ChunkDigester.digest(DigestAlgorithm.SHA256, bootstrap);
        if (!actual.equals(entry.digest(E_UNCOMPRESSED_DIGEST))) {
            throw entry.fault(
                    "the bootstrap has the sha256 digest " + actual + ", not " + entry.digest(E_UNCOMPRESSED_DIGEST));
        }
        return bootstrap;
    }

    private static Compressor compressor(Bytes entry) throws RafsFormatException {
        int flags = entry.i32(E_FLAGS);
        return switch (flags) {
            case FLAG_NONE -> Compressor.NONE;
            case FLAG_ZSTD -> Compressor.ZSTD;
            case FLAG_LZ4 -> Compressor.LZ4_BLOCK;
            default -> throw entry.fault("unknown flags 0x" + Integer.toHexString(flags));
        };
    }

    private Bytes part(String structure, long offset, int size) throws IOException {
        if (offset < 0) {
            throw new RafsFormatException(
                    "blob " + blobId + " of " + length + " bytes is too short for a " + structure + " of " + size);
        }
        return Bytes.of(structure + " of blob " + blobId, blobs.read(blobId, offset, size));
    }

    private long size(Bytes header) throws RafsFormatException {
        String digits = text(header, T_SIZE, T_SIZE_LENGTH).strip();
        if (!digits.matches("[0-7]{1,11}")) {
            throw header.fault("size \"" + digits.replaceAll("[^ -~]", "?") + "\"");
        }
        long size = Long.parseLong(digits, Byte.SIZE);
        if (size > Math.min(length - TAR_HEADER_SIZE, Integer.MAX_VALUE)) {
            throw header.fault("size " + size + " in a blob of " + length + " bytes");
        }
        return size;
    }

    private static String text(Bytes bytes, int offset, int length) throws RafsFormatException {
        return new String(bytes.copy(offset, bytes.lengthToNul(offset, length)), StandardCharsets.ISO_8859_1);
    }
}
