package dev.nydusview.image.bootstrap;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.VerifyingInputStream;
import dev.nydusview.rootfs.tar.Compression;
import dev.nydusview.rootfs.tar.TarEntry;
import dev.nydusview.rootfs.tar.TarReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks a bootstrap layer: a tar, plain or compressed, with {@code image/image.boot} and, for version 6, one {@code
 * image/BLOB.blob.meta} for each blob. Other entries are ignored.
 */
final class BootstrapLayer {
    static final String BOOT = "image.boot";

    private static final Pattern WANTED = Pattern.compile("(?:\\./)?image/(image\\.boot|[0-9a-f]{64}\\.blob\\.meta)");
    /** Path of the bootstrap in layers of the first converters. */
    private static final Pattern WANTED_LEGACY = Pattern.compile("(?:\\./)?(image\\.boot)");

    private static final int MAX_ENTRIES = 4096;

    /**
     * Bytes that a layer may unpack to for each stored byte. Bootstraps consist mostly of digests: those of whole
     * distributions have ratios of 2 to 4, those of a handful of files, which are mostly padding, up to 65.
     */
    private static final long MAX_RATIO = 100;

    /** Bytes that any layer may unpack to, as ratios of small layers vary. */
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

    /** Writes the wanted files into {@code directory}; verified only when this returns. */
    List<StoredFile> unpack(InputStream content, Path directory) throws IOException {
        return unpack(content, (name, bytes, size) -> StoredFile.write(directory.resolve(name), bytes, size));
    }

    /** Passes the wanted files to {@code sink}; they are verified only when this returns. */
    List<StoredFile> unpack(InputStream content, Sink sink) throws IOException {
        VerifyingInputStream verified = new VerifyingInputStream(content, layer, "bootstrap layer");
        List<StoredFile> files;
        try {
            files = unpackTar(Compression.decompressed(verified), sink);
        } catch (BadLayerException | UnwritableFileException e) {
            throw e;
        } catch (UnsupportedFeatureException e) {
            verified.finish();
            throw new UnsupportedFeatureException("bootstrap layer " + layer.digest() + ": " + e.getMessage());
        } catch (IOException | IllegalArgumentException e) {
            throw undecodable(verified, e);
        }
        verified.finish();
        if (files.stream().noneMatch(file -> file.name().equals(BOOT))) {
            throw corrupt("it does not hold image/image.boot");
        }
        return files;
    }

    /** Returns the failure of the source if it broke, else a wrong digest, and only then the failure of the decoder. */
    private IOException undecodable(VerifyingInputStream verified, Exception fault) throws IOException {
        if (verified.sourceFailed() && fault instanceof IOException broken) {
            return broken;
        }
        verified.finish();
        return corrupt(String.valueOf(fault.getMessage()));
    }

    private List<StoredFile> unpackTar(InputStream unpacked, Sink sink) throws IOException {
        TarReader tar = new TarReader(new LimitedInputStream(unpacked, limit, excess()));
        List<StoredFile> files = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        int count = 0;
        for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
            if (++count > MAX_ENTRIES) {
                throw corrupt("it has more than " + MAX_ENTRIES + " entries");
            }
            String name = wantedName(entry);
            checkSize(entry);
            if (name == null) {
                continue;
            }
            if (!seen.add(name)) {
                throw corrupt("it holds " + name + " twice");
            }
            InputStream content = name.equals(BOOT) ? bootstrap(tar.content()) : tar.content();
            files.add(sink.take(name, content, entry.size()));
        }
        return files;
    }

    /**
     * Returns all bytes of {@code content}, which must start like a bootstrap; anything else is not written to the
     * disk.
     */
    private InputStream bootstrap(InputStream content) throws IOException {
        byte[] start = content.readNBytes(START);
        if (!RafsImage.isBootstrap(ByteBuffer.wrap(start))) {
            throw corrupt(BOOT + " does not start like a RAFS bootstrap");
        }
        return new SequenceInputStream(new ByteArrayInputStream(start), content);
    }

    private void checkSize(TarEntry entry) throws CorruptDataException {
        if (proportional && entry.size() > limit) {
            throw new BadLayerException(excess());
        }
        if (entry.size() > Math.min(limit, Integer.MAX_VALUE)) {
            throw corrupt("an entry claims to have " + entry.size() + " bytes");
        }
    }

    private @Nullable String wantedName(TarEntry entry) throws CorruptDataException {
        String name = new String(entry.name().bytes(), StandardCharsets.ISO_8859_1);
        Matcher matcher = WANTED.matcher(name);
        if (!matcher.matches()) {
            matcher = WANTED_LEGACY.matcher(name);
        }
        if (!matcher.matches()) {
            return null;
        }
        if (entry.type() != TarEntry.Type.FILE) {
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

    private BadLayerException corrupt(String fault) {
        return new BadLayerException("corrupt bootstrap layer: " + layer.digest() + ": " + fault);
    }
}
