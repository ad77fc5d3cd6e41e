package dev.nydusview.rootfs.extract;

import dev.nydusview.rafs.Inode;
import dev.nydusview.rafs.InodeTree;
import dev.nydusview.rafs.chunk.ChunkSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/** Writes a tree to a sink, at the speed at which its data can be had. */
public final class Extraction {
    private static final int OWNER_ALL = 0700;

    private final InodeTree tree;
    private final ReadAhead steps;
    private final Sink sink;
    private final Allowance allowance;
    private final Set<Long> leftOut = new HashSet<>();
    private volatile Progress progress = new Progress(0, 0);

    public Extraction(InodeTree tree, ChunkSource source, Selection selection, Sink sink, ExtractionLimits limits) {
        this.tree = tree;
        this.allowance = new Allowance(limits);
        this.steps = new ReadAhead(tree, source, selection);
        this.sink = sink;
    }

    /**
     * How far it is.
     *
     * @param entries directories, files and links written
     * @param bytes of file data written, holes included
     */
    public record Progress(long entries, long bytes) {}

    /** Of the moment; any thread may ask. */
    public Progress progress() {
        return progress;
    }

    /**
     * Writes everything.
     *
     * @throws ExtractionException what was written before stays, and the sink is not finished; it is caused by an
     *     {@link ExtractionLimitException} if the image is larger than allowed
     */
    public void run() throws IOException {
        for (Step step = steps.next(); step != null; step = steps.next()) {
            try {
                apply(step);
            } catch (IOException e) {
                throw new ExtractionException(step.path(), e);
            }
        }
        try {
            sink.finish();
        } catch (IOException e) {
            throw new ExtractionException(TreePath.ROOT, e);
        }
    }

    private void apply(Step step) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while an image was extracted");
        }
        Inode inode = step.inode();
        if (step.kind() != Step.Kind.LEAVE) {
            allowance.takeEntry();
        } else if ((inode.mode() & OWNER_ALL) != OWNER_ALL) {
            allowance.takeWay(step.path()); // its mode comes last
        }
        Entry entry = new Entry(step.path(), inode, tree.xattrs(inode));
        switch (step.kind()) {
            case ENTER -> sink.enter(entry);
            case LEAVE -> sink.leave(entry);
            case SYMLINK -> sink.symlink(entry, tree.symlinkTarget(inode));
            case SPECIAL -> special(entry);
            case LINK -> link(entry, step);
            case FILE -> file(entry, step);
        }
        if (step.kind() != Step.Kind.LEAVE && !leftOut.contains(inode.number())) {
            count(1, 0);
        }
    }

    private void special(Entry entry) throws IOException {
        if (!sink.special(entry)) {
            leftOut.add(entry.inode().number());
        }
    }

    private void link(Entry entry, Step step) throws IOException {
        TreePath first = step.first();
        if (first == null || leftOut.contains(entry.inode().number())) {
            sink.special(entry);
        } else {
            allowance.takeWay(first);
            sink.link(entry, first);
        }
    }

    private void file(Entry entry, Step step) throws IOException {
        FileData data = step.data();
        if (data != null) {
            allowance.check(entry.inode(), tree, sink.writesHoles());
            Content content = steps.content(data);
            sink.file(entry, target -> content.writeTo(new Counting(target)));
        }
    }

    private void count(long entries, long bytes) {
        Progress before = progress;
        progress = new Progress(before.entries + entries, before.bytes + bytes);
    }

    private final class Counting implements Content.Target {
        private final Content.Target target;

        Counting(Content.Target target) {
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
