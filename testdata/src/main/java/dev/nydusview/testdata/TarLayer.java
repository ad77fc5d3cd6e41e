package dev.nydusview.testdata;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes the tar of a layer, by a library that nydusview itself does not use; names are the bytes of Latin-1 text. */
public final class TarLayer {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "ISO-8859-1");

    public TarLayer() {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
    }

    /** Writes long names and large numbers as pax records. */
    public TarLayer pax() {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        return this;
    }

    public TarLayer directory(String name) {
        return add(name, TarConstants.LF_DIR, "", 0755, "", Map.of());
    }

    public TarLayer file(String name, String content) {
        return add(name, TarConstants.LF_NORMAL, "", 0644, content, Map.of());
    }

    public TarLayer file(String name, int mode, Map<String, String> paxHeaders) {
        return add(name, TarConstants.LF_NORMAL, "", mode, "", paxHeaders);
    }

    public TarLayer symlink(String name, String target) {
        return add(name, TarConstants.LF_SYMLINK, target, 0777, "", Map.of());
    }

    public TarLayer hardLink(String name, String target) {
        return add(name, TarConstants.LF_LINK, target, 0644, "", Map.of());
    }

    public TarLayer fifo(String name) {
        return add(name, TarConstants.LF_FIFO, "", 0640, "", Map.of());
    }

    public TarLayer device(String name) {
        return add(name, TarConstants.LF_CHR, "", 0666, "", Map.of());
    }

    public TarLayer add(
            String name, byte type, String target, int mode, String content, Map<String, String> paxHeaders) {
        TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
        byte[] data = content.getBytes(StandardCharsets.ISO_8859_1);
        entry.setLinkName(target);
        entry.setMode(mode);
        entry.setModTime(1_700_000_000_000L);
        entry.setSize(data.length);
        entry.setDevMajor(1);
        entry.setDevMinor(3);
        paxHeaders.forEach(entry::addPaxHeader);
        try {
            tar.putArchiveEntry(entry);
            tar.write(data);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public byte[] bytes() {
        try {
            tar.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static byte[] gzip(byte[] content) {
        ByteArrayOutputStream gzipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzipped)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return gzipped.toByteArray();
    }

    public static byte[] zstd(byte[] content) {
        return Zstd.compress(content);
    }
}
