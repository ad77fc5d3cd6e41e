package dev.nydusview.fuzz;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.DirEntry;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.NameRules;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.model.Xattr;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Uses an image as a mount or a scan does: lists and looks up everything, asks for every attribute and chunk
 * reference, reads some bytes. A part that is refused does not end it.
 */
final class ImageProbe {
    private static final int READ = 4096;
    private static final long MAX_CHUNK = 16 << 20;

    private final RafsImage image;
    private final InodeTree tree;
    private final @Nullable FileReader files;
    private final long maxEntries;
    private final Deque<Inode> directories = new ArrayDeque<>();
    private long entries;
    private int readsLeft;
    private @Nullable IOException firstRefusal;

    private ImageProbe(RafsImage image, @Nullable ChunkSource chunks, int reads, long maxEntries) {
        this.image = image;
        this.tree = image.tree();
        this.files = chunks == null ? null : new FileReader(tree, chunks);
        this.readsLeft = reads;
        this.maxEntries = maxEntries;
    }

    /** Metadata only. */
    static void walk(RafsImage image, int bootstrapSize) throws IOException {
        new ImageProbe(image, null, 0, bootstrapSize).run();
    }

    /**
     * Throws the first refusal when everything was tried.
     *
     * @param reads how many files are read from
     * @param bootstrapSize in bytes: no image has more entries
     */
    static void read(RafsImage image, ChunkSource chunks, int reads, int bootstrapSize) throws IOException {
        new ImageProbe(image, chunks, reads, bootstrapSize).run();
    }

    private void run() throws IOException {
        attempt(() -> image.prefetch().inodes());
        Inode root = tree.inode(tree.root());
        attempt(() -> attributes(root));
        directories.add(root);
        while (!directories.isEmpty()) {
            Inode directory = directories.removeLast();
            attempt(() -> enter(directory));
        }
        if (firstRefusal != null) {
            throw firstRefusal;
        }
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private void attempt(Attempt attempt) throws IOException {
        try {
            attempt.run();
        } catch (IOException e) {
            if (Refusal.of(e).isEmpty()) {
                throw e;
            }
            firstRefusal = firstRefusal == null ? e : firstRefusal;
        }
    }

    private void enter(Inode directory) throws IOException {
        List<DirEntry> listed = new ArrayList<>();
        try {
            tree.list(directory, 0, entry -> {
                check(++entries <= maxEntries, "a walk finds more entries than the bootstrap has bytes");
                listed.add(entry);
                return true;
            });
        } finally {
            for (DirEntry entry : listed) {
                attempt(() -> visit(directory, entry));
            }
        }
        attempt(() -> resume(directory, listed));
    }

    /** Compares a listing that is resumed in the middle. */
    private void resume(Inode directory, List<DirEntry> listed) throws IOException {
        if (listed.size() > 1) {
            int middle = listed.size() / 2;
            tree.list(directory, listed.get(middle - 1).next(), entry -> {
                check(entry.equals(listed.get(middle)), "a resumed listing finds another entry");
                return false;
            });
        }
    }

    private void visit(Inode directory, DirEntry entry) throws IOException {
        NameRules.check(entry.name(), "listed name", 0);
        Inode child = tree.child(directory, entry);
        check(child.number() == entry.inode(), "an entry leads to another inode");
        check(
                tree.lookup(directory, entry.name()).orElse(-1) == entry.inode(),
                "what is listed is not what is looked up");
        attempt(() -> attributes(child));
        if (child.isDirectory()) {
            directories.add(child);
        } else if (child.type() == FileType.SYMLINK) {
            RawName target = tree.symlinkTarget(child);
            check(target.length() > 0 && target.length() <= NameRules.MAX_SYMLINK, "a target of impossible length");
        } else {
            chunks(child);
        }
    }

    private void attributes(Inode inode) throws IOException {
        check(inode.size() >= 0 && inode.mtimeNanos() >= 0, "an impossible attribute");
        for (Xattr xattr : tree.xattrs(inode)) {
            check(xattr.name().length() > 0, "an xattr without a name");
        }
        tree.digest(inode);
        if (inode.isDirectory()) {
            tree.parent(inode);
        }
    }

    private void chunks(Inode file) throws IOException {
        attempt(() -> tree.chunks(file, Math.max(0, file.size() - 1), 1));
        long end = 0;
        List<ChunkRef> chunks = tree.chunks(file, 0, file.size());
        attempt(() -> check(
                tree.chunkRecords(file, 0, file.size()).stream()
                        .map(ChunkRecord::chunk)
                        .toList()
                        .equals(chunks),
                "records of other chunks"));
        for (ChunkRef chunk : chunks) {
            check(chunk.size() > 0 && chunk.size() <= MAX_CHUNK, "a chunk of an impossible size");
            check(chunk.fileOffset() >= end, "chunks that overlap");
            check(chunk.blobIndex() >= 0 && chunk.blobIndex() < image.blobs().size(), "a chunk in no blob");
            check(chunk.index() >= 0 && chunk.uncompressedOffset() >= 0, "a chunk at an impossible place");
            end = chunk.fileOffset() + chunk.size();
        }
        check(end <= file.size() || !file.isRegular(), "chunks behind the end of the file");
        if (files != null && file.isRegular() && file.size() > 0 && readsLeft-- > 0) {
            read(files, file);
        }
    }

    private void read(FileReader reader, Inode file) throws IOException {
        for (long offset : new long[] {0, file.size() / 2, file.size() - 1}) {
            attempt(() -> {
                int count = reader.read(file, offset, ByteBuffer.allocate(READ));
                check(count == Math.min(READ, file.size() - offset), "a short read");
            });
        }
    }

    static void check(boolean kept, String broken) {
        if (!kept) {
            throw new AssertionError(broken);
        }
    }
}
