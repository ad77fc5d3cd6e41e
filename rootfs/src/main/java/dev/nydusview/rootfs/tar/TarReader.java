package dev.nydusview.rootfs.tar;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.SafeText;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafs.model.RawName;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar archive front to back: ustar, pax and GNU, names and attributes of any bytes. Takes at most {@value
 * #MAX_HEADER} bytes of memory for a header. Refuses what Go's reader, and with it docker, refuses.
 */
public final class TarReader {
    /** Bytes of a long name, or of an extended header, which holds names and extended attributes. */
    static final int MAX_HEADER = 1 << 20;

    private static final int PERMISSIONS = 07777;
    private static final long MAX_SIZE = 1L << 60;
    private static final long MAX_ID = 0xffff_ffffL;
    private static final RawName NO_TARGET = RawName.of(new byte[0]);

    private final InputStream in;
    private long content;
    private long padding;

    /** @param in stays open */
    public TarReader(InputStream in) {
        this.in = in;
    }

    /**
     * Tests whether a tar archive may begin with {@code start}: with a header whose checksum is right, or with an empty
     * block, as an empty archive does. Returns true for less than a block.
     */
    public static boolean mayBegin(byte[] start) {
        if (start.length < TarHeader.BLOCK) {
            return true;
        }
        byte[] block = Arrays.copyOf(start, TarHeader.BLOCK);
        try {
            if (!TarHeader.isEmpty(block)) {
                TarHeader.of(block);
            }
            return true;
        } catch (CorruptDataException e) {
            return false;
        }
    }

    /** Returns the next entry, skipping the rest of the content of the one before; null at the end of the archive. */
    public @Nullable TarEntry next() throws IOException {
        PaxRecords pax = new PaxRecords();
        byte[] longName = null;
        byte[] longTarget = null;
        while (true) {
            skip(content);
            skipPadding();
            TarHeader header = header();
            if (header == null) {
                return null;
            }
            switch (header.type()) {
                case 'x' -> pax = PaxRecords.parse(extension(header));
                // It applies to all later entries; as in Go's reader, it is ignored.
                case 'g' -> extension(header);
                case 'L' -> longName = longText(extension(header));
                case 'K' -> longTarget = longText(extension(header));
                default -> {
                    return entry(header, pax, longName, longTarget);
                }
            }
        }
    }

    /** Reads content of the entry; returns -1 at its end. */
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (content == 0) {
            return -1;
        }
        int count = in.read(buffer, offset, (int) Math.min(length, content));
        if (count < 0) {
            throw new CorruptDataException("the tar ends within a file, " + content + " bytes early");
        }
        content -= count;
        return count;
    }

    /** Notes that the input stands behind the content of the entry, as whoever has opened it has moved it there. */
    public void skipped() {
        content = 0;
    }

    /** Returns the rest of the content of the entry, as a stream that is valid until the next entry. */
    public InputStream content() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return length == 0 ? 0 : TarReader.this.read(buffer, offset, length);
            }
        };
    }

    private @Nullable TarHeader header() throws IOException {
        byte[] block = block();
        if (block == null || TarHeader.isEmpty(block)) {
            byte[] second = block == null ? null : block();
            if (second != null && !TarHeader.isEmpty(second)) {
                throw new CorruptDataException("the tar continues after an empty header");
            }
            setContent(0);
            return null;
        }
        return TarHeader.of(block);
    }

    private byte @Nullable [] block() throws IOException {
        byte[] block = in.readNBytes(TarHeader.BLOCK);
        if (block.length != 0 && block.length != TarHeader.BLOCK) {
            throw new CorruptDataException("the tar ends within a header");
        }
        return block.length == 0 ? null : block;
    }

    private byte[] extension(TarHeader header) throws IOException {
        long size = header.number(TarHeader.SIZE);
        if (size < 0 || size > MAX_HEADER) {
            throw new CorruptDataException(
                    "an extended tar header claims to have " + size + " bytes; at most " + MAX_HEADER + " are read");
        }
        byte[] extension = in.readNBytes((int) size);
        if (extension.length != size) {
            throw new CorruptDataException("the tar ends within an extended header");
        }
        setContent(size);
        content = 0;
        return extension;
    }

    /** Returns the text before the first NUL; null if it is empty, which keeps the name in the entry's header. */
    private static byte @Nullable [] longText(byte[] text) {
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return end == 0 ? null : Arrays.copyOf(text, end);
    }

    private TarEntry entry(TarHeader header, PaxRecords pax, byte @Nullable [] longName, byte @Nullable [] longTarget)
            throws IOException {
        // As in Go's reader; GNU tar's prefers the pax path.
        RawName name = RawName.of(longName == null ? pax.path(PaxRecords.PATH, header.name()) : longName);
        TarEntry.Type type = type(header.type(), name);
        if (pax.isSparse()) {
            throw sparse(name);
        }
        long size = pax.number(PaxRecords.SIZE, header.number(TarHeader.SIZE));
        if (size < 0 || size > MAX_SIZE) {
            throw new CorruptDataException("a tar entry claims to have " + size + " bytes");
        }
        setContent(type == TarEntry.Type.FILE ? size : 0);
        RawName target = type.isLink()
                ? RawName.of(longTarget == null ? pax.path(PaxRecords.LINK_PATH, header.linkTarget()) : longTarget)
                : NO_TARGET;
        PaxTime stated = pax.time(PaxRecords.MTIME);
        PaxTime mtime = stated == null ? new PaxTime(header.number(TarHeader.MTIME), 0) : stated;
        return new TarEntry(
                type,
                name,
                target,
                (int) header.number(TarHeader.MODE) & PERMISSIONS,
                id(pax.number(PaxRecords.UID, header.number(TarHeader.UID))),
                id(pax.number(PaxRecords.GID, header.number(TarHeader.GID))),
                mtime.seconds(),
                mtime.nanos(),
                content,
                type.isDevice() ? header.deviceNumber(TarHeader.DEVICE_MAJOR) : 0,
                type.isDevice() ? header.deviceNumber(TarHeader.DEVICE_MINOR) : 0,
                pax.xattrs());
    }

    private static TarEntry.Type type(byte flag, RawName name) throws IOException {
        return switch (flag) {
            case 0 ->
                name.length() > 0 && name.bytes()[name.length() - 1] == '/'
                        ? TarEntry.Type.DIRECTORY
                        : TarEntry.Type.FILE;
            case '0', '7' -> TarEntry.Type.FILE;
            case '1' -> TarEntry.Type.HARD_LINK;
            case '2' -> TarEntry.Type.SYMLINK;
            case '3' -> TarEntry.Type.CHARACTER_DEVICE;
            case '4' -> TarEntry.Type.BLOCK_DEVICE;
            case '5' -> TarEntry.Type.DIRECTORY;
            case '6' -> TarEntry.Type.FIFO;
            case 'S' -> throw sparse(name);
            default ->
                throw new UnsupportedFeatureException(
                        "a tar entry has the type 0x" + Integer.toHexString(flag & 0xff) + ", which images do not use");
        };
    }

    private static UnsupportedFeatureException sparse(RawName name) {
        return new UnsupportedFeatureException(SafeText.escape(name.bytes())
                + " is stored as a sparse file, which is not supported; build the layer without --sparse");
    }

    private static long id(long id) throws CorruptDataException {
        if (id < 0 || id > MAX_ID) {
            throw new CorruptDataException("a tar entry has an invalid owner: " + id);
        }
        return id;
    }

    private void setContent(long size) {
        content = size;
        padding = TarHeader.padding(size);
    }

    private void skip(long count) throws IOException {
        byte[] ignored = new byte[(int) Math.min(count, 1 << 16)];
        for (long left = count; left > 0; ) {
            int read = in.read(ignored, 0, (int) Math.min(left, ignored.length));
            if (read < 0) {
                throw new CorruptDataException("the tar ends within an entry");
            }
            left -= read;
        }
    }

    /** Skips to the next block. As in Go's reader, the end of an archive need not be padded. */
    private void skipPadding() throws IOException {
        in.readNBytes((int) padding);
        padding = 0;
    }
}
