package dev.nydusview.extract;

import dev.nydusview.rafs.Inode;
import dev.nydusview.rafs.InodeTree;
import dev.nydusview.rafs.chunk.ChunkSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/** Writes a tree to a sink, at the speed at which its data can be had. */
public final class Extraction {
    private final InodeTree tree;
    private final ReadAhead steps;
    private final Sink sink;
    private final Set<Long> leftOut = new HashSet<>();
    private volatile Progress progress = new Progress(0, 0);

    public Extraction(InodeTree tree, ChunkSource source, Selection selection, Sink sink) {
        this.tree = tree;
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
     * @throws ExtractionException what was written before stays, and the sink is not finished
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
        Inode inode = step.inode();
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
            sink.link(entry, first);
        }
    }

    private void file(Entry entry, Step step) throws IOException {
        FileData data = step.data();
        if (data != null) {
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
            target.data(bytes);
            count(0, length);
        }

        @Override
        public void hole(long length) throws IOException {
            target.hole(length);
            count(0, length);
        }
    }
}
