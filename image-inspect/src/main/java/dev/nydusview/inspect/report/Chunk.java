package dev.nydusview.inspect.report;

import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Digest;
import dev.nydusview.rafs.path.EntryPath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stored chunk and the files that use it. */
final class Chunk {
    private static final int MAX_PATHS = 5;

    private final int blob;
    private final int index;
    private final int size;
    private final Digest digest;
    private final @Nullable ChunkExtent place;
    private final Directory directory;
    private final EntryPath first;
    private List<EntryPath> others = List.of();
    private EntryPath last;
    private int files = 1;

    Chunk(ChunkRef chunk, @Nullable ChunkExtent place, Directory directory, EntryPath file) {
        this.blob = chunk.blobIndex();
        this.index = chunk.index();
        this.size = chunk.size();
        this.digest = chunk.digest();
        this.place = place;
        this.directory = directory;
        this.first = file;
        this.last = file;
    }

    /** Counts a file; one that has the chunk several times in a row counts once. */
    void use(EntryPath file) {
        if (file == last) {
            return;
        }
        last = file;
        files++;
        if (others.isEmpty()) {
            others = new ArrayList<>(1);
        }
        if (others.size() < MAX_PATHS - 1) {
            others.add(file);
        }
    }

    int blob() {
        return blob;
    }

    int index() {
        return index;
    }

    /** Bytes, decompressed. */
    int size() {
        return size;
    }

    Digest digest() {
        return digest;
    }

    @Nullable
    ChunkExtent place() {
        return place;
    }

    /** Stored bytes that are this chunk's; 0 if unknown. */
    long stored() {
        return place == null ? 0 : place.share();
    }

    /** Returns the directory of the first file. */
    Directory directory() {
        return directory;
    }

    int files() {
        return files;
    }

    EntryPath first() {
        return first;
    }

    /** Returns some of the files, the first one at the front. */
    List<EntryPath> some() {
        List<EntryPath> paths = new ArrayList<>(others);
        paths.add(0, first);
        return paths;
    }
}
