package dev.nydusview.testdata.builder;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4Factory;

/** Compression of chunks, with the superblock flag and the code in blob tables. */
public enum Compression {
    NONE(0x1, 0),
    LZ4_BLOCK(0x2, 1),
    GZIP(0x40, 2),
    ZSTD(0x80, 3);

    private final int superblockFlag;
    private final int code;

    Compression(int superblockFlag, int code) {
        this.superblockFlag = superblockFlag;
        this.code = code;
    }

    int superblockFlag() {
        return superblockFlag;
    }

    int code() {
        return code;
    }

    /** {@code plain} compressed, or {@code plain} itself if that is not shorter. */
    byte[] compress(byte[] plain) {
        byte[] compressed =
                switch (this) {
                    case NONE -> plain;
                    case LZ4_BLOCK ->
                        LZ4Factory.fastestInstance().fastCompressor().compress(plain);
                    case GZIP -> gzip(plain);
                    case ZSTD -> Zstd.compress(plain);
                };
        return compressed.length < plain.length ? compressed : plain;
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream member = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(member)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return member.toByteArray();
    }
}
