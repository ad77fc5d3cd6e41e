package dev.nydusview.rootfs.extract;

import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rootfs.Allowance;
import dev.nydusview.rootfs.ImageLimitException;
import dev.nydusview.rootfs.ImageLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a tree to a sink, reading file data ahead. */
public final class Extraction {
    private static final int OWNER_ALL = 0700;

    /** Bytes of a file whose chunks are counted in one step. */
    private static final long BYTES_PER_SUM = 64L << 20;

    private final InodeTree tree;
    private final Selection selection;
    private final PrefetchingWalk walk;
    private final Sink sink;
    private final Allowance allowance;
    private final Set<Long> leftOut = new HashSet<>();
    private volatile Progress progress = new Progress(0, 0, null);

    public Extraction(InodeTree tree, ChunkSource source, Selection selection, Sink sink, ImageLimits limits) {
        this(tree, source, selection, sink, limits, EarlierChunks.NONE);
    }

    /** Takes bytes that {@code earlier} has from there, and the others from {@code source}. */
    public Extraction(
            InodeTree tree,
            ChunkSource source,
            Selection selection,
            Sink sink,
            ImageLimits limits,
            EarlierChunks earlier) {
        this.tree = tree;
        this.selection = selection;
        this.allowance = new Allowance(limits);
        this.walk = new PrefetchingWalk(tree, source, selection, earlier);
        this.sink = sink;
    }

    /**
     * Progress of an extraction.
     *
     * @param entries directories, files and links written
     * @param bytes of file data written, holes included
     * @param unfinished the file that is being written; null between files
     */
    public record Progress(long entries, long bytes, @Nullable EntryPath unfinished) {}

    /** Returns the current progress; any thread may ask. */
    public Progress progress() {
        return progress;
    }

    /** Sums up the bytes of file data, holes included, that there are to write; any thread may ask. */
    public long size() throws IOException {
        SelectedWalk steps = new SelectedWalk(tree, selection);
        long bytes = 0;
        for (WalkStep step = steps.next(); step != null; step = steps.next()) {
            bytes += step.kind() == WalkStep.Kind.FILE ? step.inode().size() : 0;
        }
        return bytes;
    }

    /**
     * Writes everything.
     *
     * @throws ExtractionException what was written before stays, and the sink is not finished; it is caused by an
     *     {@link ImageLimitException} if the image is larger than allowed
     */
    public void run() throws IOException {
        for (WalkStep step = walk.next(); step != null; step = walk.next()) {
            try {
                apply(step);
            } catch (IOException e) {
                throw new ExtractionException(step.path(), e);
            }
        }
        try {
            sink.finish();
        } catch (IOException e) {
            throw new ExtractionException(EntryPath.ROOT, e);
        }
    }

    private void apply(WalkStep step) throws IOException {
        Inode inode = step.inode();
        if (step.kind() != WalkStep.Kind.LEAVE) {
            allowance.takeEntry();
        } else if ((inode.mode() & OWNER_ALL) != OWNER_ALL) {
            allowance.takeSteps(step.path().depth()); // its mode comes last
        }
        TreeEntry entry = new TreeEntry(step.path(), inode, tree.xattrs(inode));
        switch (step.kind()) {
            case ENTER -> sink.enter(entry);
            case LEAVE -> sink.leave(entry);
            case SYMLINK -> sink.symlink(entry, tree.symlinkTarget(inode));
            case SPECIAL -> special(entry);
            case LINK -> link(entry, step);
            case FILE -> file(entry, step);
        }
        if (step.kind() != WalkStep.Kind.LEAVE && !leftOut.contains(inode.number())) {
            count(1, 0);
        }
    }

    private void special(TreeEntry entry) throws IOException {
        if (!sink.special(entry)) {
            leftOut.add(entry.inode().number());
        }
    }

    private void link(TreeEntry entry, WalkStep step) throws IOException {
        EntryPath first = step.first();
        if (first == null || leftOut.contains(entry.inode().number())) {
            sink.special(entry);
        } else {
            allowance.takeSteps(first.depth());
            sink.link(entry, first);
        }
    }

    private void file(TreeEntry entry, WalkStep step) throws IOException {
        ChunkCursor chunks = step.chunks();
        if (chunks != null) {
            requireRoom(entry.inode());
            FileContent content = walk.content(chunks);
            progress = new Progress(progress.entries, progress.bytes, entry.path());
            sink.file(entry, target -> content.writeTo(new Counting(target)));
            progress = new Progress(progress.entries, progress.bytes, null);
        }
    }

    /** Throws if {@code file} alone takes more than is left, before any of its data is waited for. */
    private void requireRoom(Inode file) throws IOException {
        if (sink.writesHoles()) {
            allowance.requireBytes(file.size());
            return;
        }
        if (allowance.has(file.size())) {
            return;
        }
        long stored = 0;
        for (ChunkCursor chunks = new ChunkCursor(EntryPath.ROOT, file); chunks.remaining() > 0; ) {
            for (ChunkRef chunk : chunks.advance(tree, BYTES_PER_SUM)) {
                stored += chunk.size();
            }
            allowance.requireBytes(stored);
        }
    }

    private void count(long entries, long bytes) {
        Progress before = progress;
        progress = new Progress(before.entries + entries, before.bytes + bytes, before.unfinished);
    }

    private final class Counting implements FileContent.Target {
        private final FileContent.Target target;

        Counting(FileContent.Target target) {
            this.target = target;
        }

        @Override
        public void data(ByteBuffer bytes) throws IOException {
            long length = bytes.remaining();
            allowance.takeBytes(length);
            target.data(bytes);
            count(0, length);
        }

        @Override
        public void hole(long length) throws IOException {
            allowance.takeBytes(sink.writesHoles() ? length : 0);
            target.hole(length);
            count(0, length);
        }
    }
}
