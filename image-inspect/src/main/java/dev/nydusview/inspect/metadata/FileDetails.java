package dev.nydusview.inspect.metadata;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.nydusview.base.SafeText;
import dev.nydusview.inspect.Entry;
import dev.nydusview.inspect.LocatedFile;
import dev.nydusview.inspect.chunk.ChunkDescriber;
import dev.nydusview.inspect.chunk.FileChunk;
import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.Digest;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.Xattr;
import dev.nydusview.rafs.walk.TreeWalk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the bootstrap says about one file.
 *
 * @param name the last part of the path that was asked for; empty for the root
 * @param parent inode number of the directory that holds it
 * @param fullMode {@code st_mode} with the file type
 * @param seconds modification time since 1970
 * @param blocks 512-byte units
 * @param digest as the inode has it (v5); left out in v6
 * @param xattrs by escaped name, in base64, as values are any bytes
 * @param chunks list of a regular file; left out for other types
 * @param problems messages about parts that cannot be read
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FileDetails(
        @JsonUnwrapped Entry entry,
        String name,
        long parent,
        int fullMode,
        long seconds,
        int nanoseconds,
        long blocks,
        @Nullable String digest,
        Map<String, String> xattrs,
        @Nullable List<FileChunk> chunks,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> problems) {

    /** Files of more chunks than this many are listed with the first of them only. */
    public static final int MAX_CHUNKS = 1 << 16;

    /** Describes {@code file}; parts that cannot be read are left out, and reported to {@code damage}. */
    public static FileDetails of(
            LocatedFile file, InodeTree tree, int chunkSize, ChunkDescriber describer, TreeWalk.Damage damage)
            throws IOException {
        Inode inode = file.inode();
        Digest digest = tree.digest(inode);
        List<String> problems = new ArrayList<>();
        TreeWalk.Damage found = (path, failure) -> {
            problems.add(String.valueOf(failure.getMessage()));
            damage.at(path, failure);
        };
        return new FileDetails(
                Entry.of(file.path().toString(), inode, tree),
                SafeText.escape(file.path().name().bytes()),
                file.parent(),
                inode.mode(),
                inode.mtime(),
                inode.mtimeNanos(),
                inode.blocks(),
                digest.isZero() ? null : digest.toString(),
                xattrs(file, tree, found),
                inode.isRegular() ? chunks(file, tree, chunkSize, describer, found) : null,
                problems);
    }

    private static List<FileChunk> chunks(
            LocatedFile file, InodeTree tree, int chunkSize, ChunkDescriber describer, TreeWalk.Damage damage)
            throws IOException {
        long length = Math.min(file.inode().size(), (long) MAX_CHUNKS * chunkSize);
        List<ChunkRecord> records;
        try {
            records = tree.chunkRecords(file.inode(), 0, length);
        } catch (IOException e) {
            damage.at(file.path(), e);
            return List.of();
        }
        return records.stream()
                .map(record -> new FileChunk(record.chunk().fileOffset(), describer.describe(record)))
                .toList();
    }

    private static Map<String, String> xattrs(LocatedFile file, InodeTree tree, TreeWalk.Damage damage)
            throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        List<Xattr> xattrs;
        try {
            xattrs = tree.xattrs(file.inode());
        } catch (IOException e) {
            damage.at(file.path(), e);
            return values;
        }
        xattrs.forEach(xattr -> values.put(
                SafeText.escape(xattr.name().bytes()), Base64.getEncoder().encodeToString(xattr.value())));
        return values;
    }
}
