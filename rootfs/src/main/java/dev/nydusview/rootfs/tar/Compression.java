package dev.nydusview.rootfs.tar;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Compression of a stored archive, told by how it starts: media types are missing or wrong at times. */
public enum Compression {
    NONE,
    GZIP,
    ZSTD;

    private static final int MAGIC_LENGTH = 4;
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int ZSTD_MAGIC = 0x28b5_2ffd;

    /** Magic of a zstd frame without content, in 16 types, with which archives for partial reading may start. */
    private static final int ZSTD_SKIPPABLE = 0x502a_4d18;

    private static final int BUFFER = 1 << 16;

    /** Returns the compression of an archive that starts with {@code start}; four bytes suffice. */
    public static Compression of(byte[] start) {
        int magic = 0;
        for (int i = 0; i < MAGIC_LENGTH; i++) {
            magic = magic << 8 | (i < start.length ? start[i] & 0xff : 0);
        }
        if (magic >>> 16 == GZIP_MAGIC) {
            return GZIP;
        }
        boolean skippable = (magic & 0xf0ff_ffff) == ZSTD_SKIPPABLE;
        return magic == ZSTD_MAGIC || skippable ? ZSTD : NONE;
    }

    /** Returns the decompressed content of {@code stored}, with all members or frames. */
    public static InputStream decompressed(InputStream stored) throws IOException {
        Members members = new Members(stored);
        members.mark(MAGIC_LENGTH);
        byte[] start = members.readNBytes(MAGIC_LENGTH);
        members.reset();
        return switch (of(start)) {
            case NONE -> members;
            case GZIP -> new GZIPInputStream(members, BUFFER);
            case ZSTD -> new ZstdInputStream(members);
        };
    }

    /** A stream that has bytes available until its end: GZIPInputStream asks that to see if another member follows. */
    private static final class Members extends BufferedInputStream {
        Members(InputStream stored) {
            super(stored, BUFFER);
        }

        @Override
        public synchronized int available() throws IOException {
            int known = super.available();
            if (known > 0) {
                return known;
            }
            mark(1);
            int next = read();
            reset();
            return next < 0 ? 0 : 1;
        }
    }
}
