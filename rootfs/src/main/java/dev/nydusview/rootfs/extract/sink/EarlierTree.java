package dev.nydusview.rootfs.extract.sink;

import dev.nydusview.linux.DirectoryHandle;
import dev.nydusview.linux.FileHandle;
import dev.nydusview.linux.PosixException;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rootfs.extract.EarlierChunks;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trees and unfinished files of extractions that ended early. Only bytes of regular files are taken from them, which are
 * reached without following a link; what cannot be read counts as absent.
 */
final class EarlierTree implements EarlierChunks.Files, Closeable {
    private final DirectoryHandle place;
    private final List<byte[]> trees;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
    private final List<FileHandle> open = new ArrayList<>();
    private @Nullable EntryPath opened;

    /** @param trees names of directories in {@code place}, the latest first */
    EarlierTree(DirectoryHandle place, List<byte[]> trees) {
        this.place = place;
        this.trees = List.copyOf(trees);
    }

    @Override
    public @Nullable ByteBuffer read(EntryPath path, Inode inode, ChunkRef chunk) {
        if (path != opened) {
            close();
            open(path, inode);
            opened = path;
        }
        for (FileHandle file : open) {
            ByteBuffer bytes = read(file, chunk.fileOffset(), chunk.size());
            if (bytes != null) {
                return bytes;
            }
        }
        return null;
    }

    private void open(EntryPath path, Inode inode) {
        open(place, UnfinishedExtraction.partOf(inode));
        for (byte[] tree : trees) {
            try (DirectoryHandle directory = directory(tree, path)) {
                open(directory, path.name().bytes());
            } catch (PosixException e) {
                // absent
            }
        }
    }

    private void open(DirectoryHandle directory, byte[] name) {
        try {
            FileHandle file = directory.openFile(name);
            if (file.status().isRegular()) {
                open.add(file);
            } else {
                file.close();
            }
        } catch (PosixException e) {
            // absent
        }
    }

    /** Returns the directory that {@code path} is in. */
    private DirectoryHandle directory(byte[] tree, EntryPath path) throws PosixException {
        DirectoryHandle at = place.directory(tree);
        for (RawName name : path.parent().names()) {
            try (DirectoryHandle before = at) {
                at = before.directory(name.bytes());
            }
        }
        return at;
    }

    private @Nullable ByteBuffer read(FileHandle file, long offset, int size) {
        ByteBuffer bytes = ByteBuffer.allocate(size);
        try {
            while (bytes.hasRemaining()) {
                buffer.clear().limit(Math.min(bytes.remaining(), buffer.capacity()));
                file.read(buffer, offset + bytes.position());
                if (buffer.hasRemaining()) {
                    return null;
                }
                bytes.put(buffer.flip());
            }
            return bytes.flip();
        } catch (PosixException e) {
            return null;
        }
    }

    /** Removes what is left of the file {@code path}, which has been written anew. */
    void forget(EntryPath path, Inode inode) {
        remove(place, UnfinishedExtraction.partOf(inode));
        for (byte[] tree : trees) {
            try (DirectoryHandle directory = directory(tree, path)) {
                remove(directory, path.name().bytes());
            } catch (PosixException e) {
                // absent
            }
        }
    }

    private static void remove(DirectoryHandle directory, byte[] name) {
        try {
            directory.removeFile(name);
        } catch (PosixException e) {
            // absent, or a directory
        }
    }

    @Override
    public void close() {
        open.forEach(FileHandle::close);
        open.clear();
        opened = null;
    }
}
