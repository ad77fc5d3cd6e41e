package dev.nydusview.image.bootstrap;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.DataException;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.VerifyingInputStream;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks a bootstrap layer: a tar, plain or compressed, with {@code image/image.boot} and for version 6 one
 * {@code image/BLOB.blob.meta} a blob. Only those are written, whatever else the layer holds.
 */
final class BootstrapLayer {
    static final String BOOT = "image.boot";

    private static final Pattern WANTED = Pattern.compile("(?:\\./)?image/(image\\.boot|[0-9a-f]{64}\\.blob\\.meta)");
    /** Its place in the layers of the first converters. */
    private static final Pattern WANTED_LEGACY = Pattern.compile("(?:\\./)?(image\\.boot)");

    private static final int MAX_ENTRIES = 4096;
    /** Headers, long names and extended attributes of one entry, which the tar reader holds in memory. */
    private static final long MAX_HEADERS = 1 << 20;
    /** Entries and end marker are padded to this. */
    private static final long RECORD = 512;

    /**
     * Bytes that a layer may unpack to for each byte that is stored. Bootstraps are full of digests: those of whole
     * distributions come to 2 to 4, images of a handful of files, which are mostly padding, to 65.
     */
    private static final long MAX_RATIO = 100;

    /** Bytes that any layer may unpack to, as the ratio says nothing of small ones. */
    private static final long ALWAYS_ALLOWED = 64L << 20;

    /** Bytes of a bootstrap that show whether it is one. */
    private static final int START = 2048;

    private final Descriptor layer;
    private final long limit;
    private final boolean proportional;

    /** @param limit bytes that the layer may unpack to */
    BootstrapLayer(Descriptor layer, long limit) {
        this.layer = layer;
        long proportion = Math.max(ALWAYS_ALLOWED, Math.min(layer.size(), limit) * MAX_RATIO);
        this.proportional = proportion < limit;
        this.limit = Math.min(limit, proportion);
    }

    /** Takes the wanted files of a layer, one after the other. */
    interface Sink {
        StoredFile take(String name, InputStream content, long size) throws IOException;
    }

    private interface Gunzip {
        InputStream of(InputStream compressed) throws IOException;
    }

    /** Writes the wanted files into {@code directory}; verified only when this returns. */
    List<StoredFile> unpack(InputStream content, Path directory) throws IOException {
        return unpack(
                content,
                (name, bytes, size) -> StoredFile.write(directory.resolve(name), bytes, size),
                in -> GzipCompressorInputStream.builder()
                        .setInputStream(in)
                        .setDecompressConcatenated(true)
                        .get());
    }

    /**
     * Gives the wanted files of a layer that has been unpacked before to {@code sink}; verified only when this returns. What
     * follows the last member of a gzip file is not looked at, which takes half the time.
     */
    List<StoredFile> unpackAgain(InputStream content, Sink sink) throws IOException {
        return unpack(content, sink, in -> new GZIPInputStream(in, 1 << 16));
    }

    private List<StoredFile> unpack(InputStream content, Sink sink, Gunzip gunzip) throws IOException {
        VerifyingInputStream verified = new VerifyingInputStream(content, layer, "bootstrap layer");
        List<StoredFile> files;
        try {
            files = unpackTar(decompressed(new BufferedInputStream(verified, 1 << 16), gunzip), sink);
        } catch (DataException | UnwritableFileException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw undecodable(verified, e);
        }
        verified.finish();
        if (files.stream().noneMatch(file -> file.name().equals(BOOT))) {
            throw corrupt("it does not hold image/image.boot");
        }
        return files;
    }

    /** Blames the source if it broke, the digest if it is wrong, and only then what the decoder stumbled over. */
    private IOException undecodable(VerifyingInputStream verified, Exception fault) throws IOException {
        if (verified.sourceFailed() && fault instanceof IOException broken) {
            return broken;
        }
        verified.finish();
        return corrupt(String.valueOf(fault.getMessage()));
    }

    /** By what the content starts with: media types are missing or wrong at times. */
    private static InputStream decompressed(BufferedInputStream content, Gunzip gunzip) throws IOException {
        content.mark(4);
        byte[] magic = content.readNBytes(4);
        content.reset();
        if (magic.length == 4 && magic[0] == 0x1f && magic[1] == (byte) 0x8b) {
            return gunzip.of(content);
        }
        if (magic.length == 4
                && magic[0] == 0x28
                && magic[1] == (byte) 0xb5
                && magic[2] == 0x2f
                && magic[3] == (byte) 0xfd) {
            return new ZstdCompressorInputStream(content);
        }
        return content;
    }

    private List<StoredFile> unpackTar(InputStream unpacked, Sink sink) throws IOException {
        AllowanceInputStream bounded = new AllowanceInputStream(unpacked, limit, excess());
        TarArchiveInputStream tar = new TarArchiveInputStream(bounded);
        List<StoredFile> files = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        bounded.allow(MAX_HEADERS);
        for (int count = 0; ; count++) {
            TarArchiveEntry entry = tar.getNextEntry();
            if (entry == null) {
                return files;
            }
            if (count == MAX_ENTRIES) {
                throw corrupt("it has more than " + MAX_ENTRIES + " entries");
            }
            String name = wantedName(entry);
            bounded.allow(checkedSize(entry) + RECORD);
            if (name == null) {
                tar.transferTo(OutputStream.nullOutputStream());
            } else if (!seen.add(name)) {
                throw corrupt("it holds " + name + " twice");
            } else {
                files.add(sink.take(name, name.equals(BOOT) ? bootstrap(tar) : tar, entry.getSize()));
            }
            bounded.allow(MAX_HEADERS);
        }
    }

    /** All of {@code content}, which starts like a bootstrap: nothing else is worth a byte on the disk. */
    private InputStream bootstrap(InputStream content) throws IOException {
        byte[] start = content.readNBytes(START);
        if (!RafsImage.isBootstrap(ByteBuffer.wrap(start))) {
            throw corrupt(BOOT + " does not start like a RAFS bootstrap");
        }
        return new SequenceInputStream(new ByteArrayInputStream(start), content);
    }

    private long checkedSize(TarArchiveEntry entry) throws CorruptDataException {
        if (proportional && entry.getSize() > limit) {
            throw new CorruptDataException(excess());
        }
        if (entry.getSize() < 0 || entry.getSize() > Math.min(limit, Integer.MAX_VALUE)) {
            throw corrupt("an entry claims to have " + entry.getSize() + " bytes");
        }
        return entry.getSize();
    }

    private @Nullable String wantedName(TarArchiveEntry entry) throws CorruptDataException {
        Matcher matcher = WANTED.matcher(entry.getName());
        if (!matcher.matches()) {
            matcher = WANTED_LEGACY.matcher(entry.getName());
        }
        if (!matcher.matches()) {
            return null;
        }
        if (!entry.isFile() || entry.isLink() || entry.isSymbolicLink() || entry.isSparse()) {
            throw corrupt(matcher.group(1) + " is not an ordinary file");
        }
        return matcher.group(1);
    }

    private String excess() {
        return "corrupt bootstrap layer: " + layer.digest() + " unpacks to more than "
                + (proportional
                        ? limit + " bytes, the most for a layer of " + layer.size() + " bytes"
                        : "the allowed size");
    }

    private CorruptDataException corrupt(String fault) {
        return new CorruptDataException("corrupt bootstrap layer: " + layer.digest() + ": " + fault);
    }
}
