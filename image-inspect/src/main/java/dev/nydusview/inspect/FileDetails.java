package dev.nydusview.inspect;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.nydusview.inspect.chunk.ChunkDescriber;
import dev.nydusview.inspect.chunk.FileChunk;
import dev.nydusview.inspect.entry.Entry;
import dev.nydusview.inspect.path.Escapes;
import dev.nydusview.inspect.path.ImagePath;
import dev.nydusview.inspect.path.Located;
import dev.nydusview.rafs.Digest;
import dev.nydusview.rafs.Inode;
import dev.nydusview.rafs.InodeTree;
import dev.nydusview.rafs.Xattr;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the bootstrap says of one file.
 *
 * @param name the last part of the path that was asked for; empty for the root
 * @param parent inode number of the directory that it is in
 * @param fullMode {@code st_mode} with the file type
 * @param seconds modification time since 1970
 * @param blocks 512-byte units
 * @param digest as the inode has it (v5), else left out
 * @param xattrs by escaped name, in base64, as values are any bytes
 * @param chunks of a regular file, else left out
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
        @Nullable List<FileChunk> chunks) {

    /** Files of more chunks than this many are listed with the first of them only. */
    public static final int MAX_CHUNKS = 1 << 16;

    public static FileDetails of(Located file, InodeTree tree, int chunkSize, ChunkDescriber describer)
            throws IOException {
        Inode inode = file.inode();
        Digest digest = tree.digest(inode);
        return new FileDetails(
                Entry.of(ImagePath.of(file.path()).toString(), inode, tree),
                Escapes.escape(file.path().name().bytes()),
                file.parent(),
                inode.mode(),
                inode.mtime(),
                inode.mtimeNanos(),
                inode.blocks(),
                digest.isZero() ? null : digest.toString(),
                xattrs(tree.xattrs(inode)),
                inode.isRegular() ? chunks(inode, tree, chunkSize, describer) : null);
    }

    private static List<FileChunk> chunks(Inode file, InodeTree tree, int chunkSize, ChunkDescriber describer)
            throws IOException {
        long length = Math.min(file.size(), (long) MAX_CHUNKS * chunkSize);
        return tree.chunkRecords(file, 0, length).stream()
                .map(record -> new FileChunk(record.chunk().fileOffset(), describer.describe(record)))
                .toList();
    }

    private static Map<String, String> xattrs(List<Xattr> xattrs) {
        Map<String, String> values = new LinkedHashMap<>();
        xattrs.forEach(xattr -> values.put(
                Escapes.escape(xattr.name().bytes()), Base64.getEncoder().encodeToString(xattr.value())));
        return values;
    }
}
