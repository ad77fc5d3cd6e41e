package dev.nydusview.chunkstore;

import dev.nydusview.rafs.ChunkRef;
import dev.nydusview.rafs.ChunkVerificationException;
import dev.nydusview.rafs.Digest;
import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.rafs.blob.ChunkLocation;
import dev.nydusview.rafs.blob.StoredForm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Chunks in the JDK's own codec and digest. */
final class DeflateDecoder implements Decoder {
    @Override
    public ByteBuffer unpack(ChunkRef chunk, ChunkLocation location, ByteBuffer stored) throws IOException {
        if (location.form() instanceof StoredForm.Shared shared) {
            return inflate(stored, shared.plainSize());
        }
        boolean compressed = ((StoredForm.Alone) location.form()).compressed();
        return compressed ? inflate(stored, chunk.size()) : stored;
    }

    @Override
    public ByteBuffer cut(ChunkRef chunk, ChunkLocation location, ByteBuffer unpacked) throws IOException {
        ByteBuffer plain = location.form() instanceof StoredForm.Shared shared
                ? unpacked.slice(shared.start(), chunk.size())
                : unpacked;
        verify(chunk, plain);
        return plain.asReadOnlyBuffer();
    }

    @Override
    public void verify(ChunkRef chunk, ByteBuffer plain) throws IOException {
        byte[] bytes = new byte[plain.remaining()];
        plain.duplicate().get(bytes);
        if (!digest(bytes).equals(chunk.digest())) {
            throw new ChunkVerificationException("not the chunk that " + chunk.digest() + " promises");
        }
    }

    static byte[] deflate(byte[] plain) {
        Deflater deflater = new Deflater();
        deflater.setInput(plain);
        deflater.finish();
        byte[] stored = new byte[plain.length + 64];
        int length = deflater.deflate(stored);
        deflater.end();
        return Arrays.copyOf(stored, length);
    }

    static Digest digest(byte[] plain) {
        try {
            return Digest.of(MessageDigest.getInstance("SHA-256").digest(plain), 0);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static ByteBuffer inflate(ByteBuffer stored, int size) throws IOException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(stored.duplicate());
            ByteBuffer plain = ByteBuffer.allocate(size);
            inflater.inflate(plain);
            return plain.flip();
        } catch (DataFormatException e) {
            throw new RafsFormatException("cannot be inflated: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }
}
