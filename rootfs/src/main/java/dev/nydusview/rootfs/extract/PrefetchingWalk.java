package dev.nydusview.rootfs.extract;

import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rootfs.extract.WalkStep.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A walk that runs ahead of its caller, so that chunks of the files ahead are requested before they are needed. */
final class PrefetchingWalk {
    /** Bounds memory where there are many files and little data. */
    private static final int MAX_STEPS = 16_384;

    private final SelectedWalk walk;
    private final ChunkQueue chunks;
    private final Deque<WalkStep> ahead = new ArrayDeque<>();
    private @Nullable IOException failure;
    private boolean ended;

    PrefetchingWalk(InodeTree tree, ChunkSource source, Selection selection, EarlierChunks earlier) {
        this.walk = new SelectedWalk(tree, selection);
        this.chunks = new ChunkQueue(tree, source, earlier);
    }

    /** Takes the next step, null at the end; a failure of the walk comes after all steps before it. */
    @Nullable
    WalkStep next() throws IOException {
        runAhead();
        WalkStep next = ahead.poll();
        if (next == null && failure != null) {
            throw failure;
        }
        return next;
    }

    /** Returns the content of the file of the step that {@link #next} gave last. */
    FileContent content(ChunkCursor file) {
        return target -> copy(file, target);
    }

    private void runAhead() {
        do {
            while (!ended && ahead.size() < MAX_STEPS && (ahead.isEmpty() || chunks.wantsFiles())) {
                step();
            }
        } while (chunks.request(!ended));
    }

    private void step() {
        try {
            WalkStep step = walk.next();
            if (step == null) {
                ended = true;
            } else {
                add(step);
            }
        } catch (IOException e) {
            failure = e;
            ended = true;
        }
    }

    private void add(WalkStep step) {
        if (step.kind() == Kind.FILE) {
            ChunkCursor file = new ChunkCursor(step.path(), step.inode());
            chunks.add(file);
            ahead.add(step.with(file));
        } else {
            ahead.add(step);
        }
    }

    private void copy(ChunkCursor file, FileContent.Target target) throws IOException {
        long position = 0;
        for (ChunkQueue.Chunk chunk = chunks.take(file); chunk != null; chunk = chunks.take(file)) {
            if (chunk.offset() > position) {
                target.hole(chunk.offset() - position);
            }
            ByteBuffer bytes = chunk.bytes();
            position = chunk.offset() + bytes.remaining();
            target.data(bytes);
            runAhead();
        }
        if (position < file.size()) {
            target.hole(file.size() - position);
        }
    }
}
