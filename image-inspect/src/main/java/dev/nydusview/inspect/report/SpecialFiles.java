package dev.nydusview.inspect.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.nydusview.inspect.Attributes;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.Xattr;
import dev.nydusview.rafs.path.EntryPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects the files whose mode, type or attributes give more rights than usual. */
final class SpecialFiles {
    private static final int MAX_FILES = 200;
    private static final int SET_UID = 04000;
    private static final int SET_GID = 02000;
    private static final int STICKY = 01000;
    private static final int OTHERS_WRITE = 0002;

    private final Map<Kind, Found> found = new EnumMap<>(Kind.class);

    /** Kinds of special files, with their names in the page. */
    enum Kind {
        SET_UID("setUid"),
        SET_GID("setGid"),
        CAPABILITIES("capabilities"),
        DEVICES("devices"),
        PIPES("pipes"),
        WORLD_WRITABLE("worldWritable");

        private final String key;

        Kind(String key) {
            this.key = key;
        }
    }

    /** Files of one kind: how many there are, and the first of them. */
    record Category(
            @JsonProperty("kind") String kind,
            @JsonProperty("count") long count,
            @JsonProperty("files") List<SpecialFile> files) {}

    /**
     * A name of a special file.
     *
     * @param mode as {@code ls -l} shows it
     * @param detail number of a device, capabilities, or a remark about the mode; may be empty
     */
    record SpecialFile(
            @JsonProperty("path") String path,
            @JsonProperty("mode") String mode,
            @JsonProperty("owner") String owner,
            @JsonProperty("size") long size,
            @JsonProperty("detail") String detail) {}

    /** Files of one kind so far. */
    private static final class Found {
        private final List<SpecialFile> files = new ArrayList<>();
        private long count;
    }

    void add(EntryPath path, Inode inode, List<Xattr> xattrs) {
        int mode = inode.mode();
        FileType type = inode.type();
        if ((mode & SET_UID) != 0) {
            add(Kind.SET_UID, path, inode, "");
        }
        if ((mode & SET_GID) != 0) {
            add(Kind.SET_GID, path, inode, type == FileType.DIRECTORY ? "new files get its group" : "");
        }
        if (type.isDevice()) {
            add(Kind.DEVICES, path, inode, inode.rdevMajor() + ":" + inode.rdevMinor());
        }
        if (type == FileType.FIFO || type == FileType.SOCKET) {
            add(Kind.PIPES, path, inode, Attributes.typeName(type));
        }
        if ((mode & OTHERS_WRITE) != 0 && type != FileType.SYMLINK) {
            add(Kind.WORLD_WRITABLE, path, inode, (mode & STICKY) != 0 ? "sticky: only owners delete" : "");
        }
        for (Xattr xattr : xattrs) {
            if (Arrays.equals(xattr.name().bytes(), Capabilities.XATTR.getBytes(StandardCharsets.US_ASCII))) {
                add(Kind.CAPABILITIES, path, inode, Capabilities.text(xattr.value()));
            }
        }
    }

    private void add(Kind kind, EntryPath path, Inode inode, String detail) {
        Found those = found.computeIfAbsent(kind, any -> new Found());
        those.count++;
        if (those.files.size() < MAX_FILES) {
            those.files.add(new SpecialFile(
                    DisplayText.path(path),
                    Attributes.modeString(inode.type(), inode.mode()),
                    inode.uid() + ":" + inode.gid(),
                    inode.size(),
                    detail));
        }
    }

    /** Returns a category for each kind, also for kinds without files. */
    List<Category> report() {
        return Arrays.stream(Kind.values())
                .map(kind -> {
                    Found those = found.getOrDefault(kind, new Found());
                    return new Category(kind.key, those.count, List.copyOf(those.files));
                })
                .toList();
    }
}
