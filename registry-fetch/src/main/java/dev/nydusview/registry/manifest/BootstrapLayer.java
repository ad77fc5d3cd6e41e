package dev.nydusview.registry.manifest;

import com.github.luben.zstd.ZstdInputStream;
import dev.nydusview.rafs.RafsFormatException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Unpacks the tar of a bootstrap layer: {@code image/image.boot}, and for v6 an {@code image/<blob id>.blob.meta} a
 * blob. Whatever else is in it is passed over; names are matched whole, so none leads out of the target.
 */
final class BootstrapLayer {
    static final String BOOTSTRAP_FILE = "image.boot";
    static final String META_SUFFIX = ".blob.meta";

    private static final Pattern WANTED =
            Pattern.compile("(?:\\./)?(?:image/)?(image\\.boot|[0-9a-f]{64}\\.blob\\.meta)");
    private static final long MAX_TOTAL = Integer.MAX_VALUE;
    private static final int MAX_ENTRIES = 4096;
    private static final int MAGIC_SIZE = 4;

    private BootstrapLayer() {}

    /** Unpacks {@code layer} into {@code directory} and reads it to its end. */
    static void unpack(InputStream layer, Path directory) throws IOException {
        unpackTar(new TarArchiveInputStream(decompress(layer)), directory);
        if (!Files.exists(directory.resolve(BOOTSTRAP_FILE))) {
            throw new RafsFormatException("bootstrap layer has no image/image.boot");
        }
    }

    private static InputStream decompress(InputStream layer) throws IOException {
        BufferedInputStream in = new BufferedInputStream(layer);
        in.mark(MAGIC_SIZE);
        byte[] magic = in.readNBytes(MAGIC_SIZE);
        in.reset();
        if (magic.length == MAGIC_SIZE && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b) {
            return new GZIPInputStream(in, 1 << 16);
        }
        boolean zstd = magic.length == MAGIC_SIZE && magic[0] == 0x28 && (magic[1] & 0xff) == 0xb5;
        return zstd ? new ZstdInputStream(in) : in;
    }

    private static void unpackTar(TarArchiveInputStream tar, Path directory) throws IOException {
        long total = 0;
        int entries = 0;
        TarArchiveEntry entry;
        while ((entry = tar.getNextEntry()) != null) {
            if (++entries > MAX_ENTRIES) {
                throw new RafsFormatException("bootstrap layer has more than " + MAX_ENTRIES + " entries");
            }
            total += Math.max(entry.getSize(), 0);
            if (total > MAX_TOTAL || total < 0) {
                throw new RafsFormatException("bootstrap layer unpacks to more than " + MAX_TOTAL + " bytes");
            }
            Matcher name = WANTED.matcher(entry.getName());
            if (entry.isFile() && name.matches()) {
                copy(tar, entry.getSize(), directory.resolve(name.group(1)));
            }
        }
    }

    private static void copy(InputStream tar, long size, Path file) throws IOException {
        if (Files.exists(file)) {
            throw new RafsFormatException("bootstrap layer has " + file.getFileName() + " twice");
        }
        byte[] buffer = new byte[1 << 16];
        long copied = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int n = tar.read(buffer); n >= 0; n = tar.read(buffer)) {
                write(out, buffer, n, file);
                copied += n;
            }
        }
        if (copied != size) {
            throw new RafsFormatException("bootstrap layer ends within " + file.getFileName());
        }
    }

    private static void write(OutputStream out, byte[] bytes, int count, Path file) throws FileSystemException {
        try {
            out.write(bytes, 0, count);
        } catch (IOException e) {
            throw new FileSystemException(
                    file.toString(),
                    null,
                    "cannot unpack the bootstrap: " + e.getMessage()
                            + "; free some space, or choose another directory with --cache-dir");
        }
    }
}
