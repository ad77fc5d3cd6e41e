package dev.nydusview.fuse.jnr;

import dev.nydusview.fuse.ImageFileSystem;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.path.ImagePath;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Resolves absolute paths, as libfuse gives them, to inode numbers. The image never changes, so answers keep. */
final class PathInodes {
    private static final int MAX_BYTES = 1 << 22;

    private final ImageFileSystem fileSystem;
    private final Map<RawName, Long> directories = new ConcurrentHashMap<>();
    private final AtomicInteger bytes = new AtomicInteger();

    PathInodes(ImageFileSystem fileSystem) {
        this.fileSystem = fileSystem;
    }

    /** Returns the inode number at {@code path}, which starts with a slash and has no empty parts, "." or "..". */
    long resolve(byte[] path) throws IOException {
        if (path.length <= 1) {
            return fileSystem.root();
        }
        int slash = lastSlash(path);
        RawName name = RawName.of(Arrays.copyOfRange(path, slash + 1, path.length));
        return fileSystem.lookup(directory(Arrays.copyOf(path, slash)), name);
    }

    private long directory(byte[] path) throws IOException {
        if (path.length == 0) {
            return fileSystem.root();
        }
        RawName key = RawName.of(path);
        Long known = directories.get(key);
        if (known != null) {
            return known;
        }
        long number = resolve(path);
        if (bytes.addAndGet(path.length) > MAX_BYTES) {
            bytes.set(path.length);
            directories.clear();
        }
        directories.put(key, number);
        return number;
    }

    /** Returns the names on the way from the root to the directory that holds {@code path}. */
    static List<RawName> directoryNames(byte[] path) {
        return ImagePath.of(Arrays.copyOf(path, lastSlash(path))).names();
    }

    private static int lastSlash(byte[] path) {
        int i = path.length - 1;
        while (path[i] != '/') {
            i--;
        }
        return i;
    }
}
