package dev.nydusview.image.bootstrap;

import dev.nydusview.base.Ownership;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a bootstrap layer, mapped. All buffers are read-only and little-endian. */
public final class UnpackedBootstrap {
    private static final Logger LOG = LoggerFactory.getLogger(UnpackedBootstrap.class);

    private static final String META_SUFFIX = ".blob.meta";
    /**
     * Name of the file that lists the files of a directory with their sizes and digests. Written last, so a directory
     * without it is incomplete. Not trusted, as whoever can write the files can write it too.
     */
    private static final String RECORD = "record";

    /** Last line of a record: one that was cut short lists too few files. */
    private static final String END = "end";

    private static final int MAX_RECORD = 1 << 20;

    private final ByteBuffer bootstrap;
    private final Map<String, ByteBuffer> blobMetas;

    private UnpackedBootstrap(ByteBuffer bootstrap, Map<String, ByteBuffer> blobMetas) {
        this.bootstrap = bootstrap;
        this.blobMetas = Map.copyOf(blobMetas);
    }

    /** {@code image.boot}. */
    public ByteBuffer bootstrap() {
        return bootstrap.duplicate().order(bootstrap.order());
    }

    /** Chunk information files by the blob id in their name; positions in them are shared. */
    public Map<String, ByteBuffer> blobMetas() {
        return blobMetas;
    }

    static void writeRecord(Path directory, List<StoredFile> files) throws IOException {
        StringBuilder lines = new StringBuilder();
        files.forEach(file -> lines.append(file.line()).append('\n'));
        lines.append(END).append('\n');
        byte[] bytes = lines.toString().getBytes(StandardCharsets.US_ASCII);
        StoredFile.write(directory.resolve(RECORD), new ByteArrayInputStream(bytes), bytes.length);
    }

    /**
     * Maps the files in {@code directory} and compares them with the layer that they were unpacked from; null if the
     * directory does not exist, differs from the layer, cannot be read, or can be written by somebody else.
     */
    static @Nullable UnpackedBootstrap open(Path directory, CachedLayer layer) {
        try {
            Ownership.require(directory);
            Map<String, ByteBuffer> files = new HashMap<>();
            for (StoredFile file : readRecord(directory)) {
                Ownership.requireEntry(
                        directory.resolve(file.name())); // a user who may write it may do so after the comparison
                files.put(file.name(), file.map(directory));
            }
            layer.verify(directory, files);
            return of(files);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            LOG.debug("{} is not used: {}", directory, e.getMessage());
            return null;
        }
    }

    /** Notes a use of {@code directory}: the modification time of its record is that of the last one. */
    static void touch(Path directory) {
        try {
            Files.setLastModifiedTime(directory.resolve(RECORD), FileTime.from(Instant.now()));
        } catch (IOException e) {
            LOG.debug("{} shows an earlier use: {}", directory, e.toString()); // it can only be read
        }
    }

    /** Maps files that have just been written; null if they read back otherwise. */
    static @Nullable UnpackedBootstrap map(Path directory, List<StoredFile> written) throws IOException {
        Map<String, ByteBuffer> files = new HashMap<>();
        for (StoredFile file : written) {
            ByteBuffer mapped = file.map(directory);
            if (!file.isContentOf(mapped)) {
                return null;
            }
            files.put(file.name(), mapped);
        }
        return of(files);
    }

    private static @Nullable UnpackedBootstrap of(Map<String, ByteBuffer> files) {
        ByteBuffer bootstrap = files.get(BootstrapLayer.BOOT);
        Map<String, ByteBuffer> metas = new HashMap<>();
        files.forEach((name, content) -> {
            if (name.endsWith(META_SUFFIX)) {
                metas.put(name.substring(0, name.length() - META_SUFFIX.length()), content);
            }
        });
        return bootstrap == null ? null : new UnpackedBootstrap(bootstrap, metas);
    }

    private static List<StoredFile> readRecord(Path directory) throws IOException {
        List<String> lines;
        try (FileChannel record = StoredFile.open(directory.resolve(RECORD))) {
            byte[] bytes = Channels.newInputStream(record).readNBytes(MAX_RECORD);
            lines = new String(bytes, StandardCharsets.ISO_8859_1).lines().toList();
        }
        int last = lines.size() - 1;
        List<StoredFile> files = new ArrayList<>();
        for (int i = 0; i < last; i++) {
            StoredFile file = StoredFile.parse(lines.get(i));
            if (file == null) {
                return List.of();
            }
            files.add(file);
        }
        return last >= 0 && lines.get(last).equals(END) ? files : List.of();
    }
}
