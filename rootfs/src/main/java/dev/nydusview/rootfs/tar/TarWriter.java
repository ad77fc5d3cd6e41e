package dev.nydusview.rootfs.tar;

import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.model.Xattr;
import dev.nydusview.rootfs.tar.TarHeader.Field;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes a tar archive front to back: ustar, with extended headers of pax for texts and numbers that do not fit. Each
 * entry is {@linkplain #begin begun}, followed by as many bytes as its size, and {@linkplain #end ended}.
 */
public final class TarWriter {
    /** Archives are as long as a multiple of this, with at least two blocks of zeros at the end. */
    private static final int RECORD = 20 * TarHeader.BLOCK;

    private static final char EXTENDED_HEADER = 'x';
    private static final byte[] EXTENDED_HEADER_NAME = "./PaxHeaders".getBytes(StandardCharsets.US_ASCII);
    private static final int EXTENDED_HEADER_MODE = 0644;

    private final OutputStream out;
    private final byte[] buffer = new byte[1 << 16];
    private long written;
    private long content;
    private boolean inEntry;

    /** @param out stays open */
    public TarWriter(OutputStream out) {
        this.out = out;
    }

    /** Begins an entry, after which {@link TarEntry#size} bytes of content are to be written. */
    public void begin(TarEntry entry) throws IOException {
        PaxRecords pax = new PaxRecords();
        TarHeader header = new TarHeader();
        header.putType(entry.type().flag());
        text(header, TarHeader.NAME, pax, PaxRecords.PATH, entry.name());
        header.put(TarHeader.MODE, entry.mode());
        number(header, TarHeader.UID, pax, PaxRecords.UID, entry.uid());
        number(header, TarHeader.GID, pax, PaxRecords.GID, entry.gid());
        time(header, pax, new PaxTime(entry.mtime(), entry.mtimeNanos()));
        for (Xattr xattr : entry.xattrs()) {
            pax.put(xattr);
        }
        number(header, TarHeader.SIZE, pax, PaxRecords.SIZE, entry.size());
        text(header, TarHeader.LINK_TARGET, pax, PaxRecords.LINK_PATH, entry.linkTarget());
        header.put(TarHeader.DEVICE_MAJOR, entry.deviceMajor());
        header.put(TarHeader.DEVICE_MINOR, entry.deviceMinor());
        if (!pax.isEmpty()) {
            writeExtended(pax.toBytes());
        }
        write(header.toBytes(), TarHeader.BLOCK);
        content = entry.size();
        inEntry = true;
    }

    private static void text(TarHeader header, Field field, PaxRecords pax, String key, RawName text) {
        header.put(field, text.bytes());
        if (text.length() > field.length()) {
            pax.put(key, text.bytes());
        }
    }

    private static void number(TarHeader header, Field field, PaxRecords pax, String key, long value) {
        header.put(field, field.fits(value) ? value : 0);
        if (!field.fits(value)) {
            pax.put(key, Long.toString(value));
        }
    }

    private static void time(TarHeader header, PaxRecords pax, PaxTime time) {
        boolean fits = TarHeader.MTIME.fits(time.seconds());
        header.put(TarHeader.MTIME, fits ? time.seconds() : 0);
        if (!fits || time.nanos() != 0) {
            pax.put(PaxRecords.MTIME, time.text());
        }
    }

    private void writeExtended(byte[] records) throws IOException {
        TarHeader header = new TarHeader();
        header.putType(EXTENDED_HEADER);
        header.put(TarHeader.NAME, EXTENDED_HEADER_NAME);
        header.put(TarHeader.MODE, EXTENDED_HEADER_MODE);
        header.put(TarHeader.UID, 0);
        header.put(TarHeader.GID, 0);
        header.put(TarHeader.SIZE, records.length);
        header.put(TarHeader.MTIME, 0);
        write(header.toBytes(), TarHeader.BLOCK);
        write(records, records.length);
        zeros(TarHeader.padding(records.length));
    }

    /** Writes content of the entry. */
    public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int count = Math.min(bytes.remaining(), buffer.length);
            bytes.get(buffer, 0, count);
            write(buffer, count);
        }
    }

    /** Writes {@code count} zeros of the content of the entry. */
    public void writeZeros(long count) throws IOException {
        zeros(count);
    }

    /** Ends an entry whose content is complete. */
    public void end() throws IOException {
        zeros(TarHeader.padding(content));
        inEntry = false;
    }

    /** Ends the archive. */
    public void finish() throws IOException {
        zeros(2 * TarHeader.BLOCK);
        zeros((RECORD - written % RECORD) % RECORD);
        out.flush();
    }

    /** Ends an archive that is not complete within an entry or a header, as many readers take any other end as one. */
    public void cutShort() throws IOException {
        if (!inEntry) {
            zeros(TarHeader.BLOCK / 2);
        }
        out.flush();
    }

    private void write(byte[] bytes, int length) throws IOException {
        out.write(bytes, 0, length);
        written += length;
    }

    private void zeros(long count) throws IOException {
        byte[] zeros = new byte[(int) Math.min(count, buffer.length)];
        for (long rest = count; rest > 0; rest -= zeros.length) {
            write(zeros, (int) Math.min(rest, zeros.length));
        }
    }
}
