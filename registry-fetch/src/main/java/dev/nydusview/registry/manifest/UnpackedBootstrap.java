package dev.nydusview.registry.manifest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files of a bootstrap layer, mapped. All buffers are read-only and little-endian. */
public final class UnpackedBootstrap {
    private static final String META_SUFFIX = ".blob.meta";
    /** Names the files of a directory with their sizes and digests. Written last, so without it there is nothing. */
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

    /** Maps what {@code directory} holds; null if that is not, or is no longer, what was once put there, or cannot be read. */
    static @Nullable UnpackedBootstrap open(Path directory) {
        List<StoredFile> files = readRecord(directory);
        ByteBuffer bootstrap = null;
        Map<String, ByteBuffer> metas = new HashMap<>();
        for (StoredFile file : files) {
            ByteBuffer mapped = mapVerified(directory, file);
            if (mapped == null) {
                return null;
            }
            if (file.name().endsWith(META_SUFFIX)) {
                metas.put(file.name().substring(0, file.name().length() - META_SUFFIX.length()), mapped);
            } else {
                bootstrap = mapped;
            }
        }
        return bootstrap == null ? null : new UnpackedBootstrap(bootstrap, metas);
    }

    private static List<StoredFile> readRecord(Path directory) {
        Path record = directory.resolve(RECORD);
        List<String> lines;
        try {
            lines = Files.size(record) > MAX_RECORD
                    ? List.of()
                    : Files.readAllLines(record, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return List.of();
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

    private static @Nullable ByteBuffer mapVerified(Path directory, StoredFile file) {
        try {
            ByteBuffer mapped = file.map(directory);
            return file.isContentOf(mapped) ? mapped : null;
        } catch (IOException e) {
            return null;
        }
    }
}
