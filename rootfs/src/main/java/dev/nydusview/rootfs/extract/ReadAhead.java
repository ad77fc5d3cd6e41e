package dev.nydusview.rootfs.extract;

import dev.nydusview.rafs.InodeTree;
import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rootfs.extract.Step.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The steps of a walk, with the data of the files ahead already on its way. */
final class ReadAhead {
    /** Bounds memory where there are many files and little data. */
    private static final int MAX_STEPS = 16_384;

    private final Steps steps;
    private final ChunkFeed feed;
    private final Deque<Step> ahead = new ArrayDeque<>();
    private @Nullable IOException failure;
    private boolean ended;

    ReadAhead(InodeTree tree, ChunkSource source, Selection selection) {
        this.steps = new Steps(tree, selection);
        this.feed = new ChunkFeed(tree, source);
    }

    /** The next step, null at the end; a failure of the walk comes after all steps before it. */
    @Nullable
    Step next() throws IOException {
        fill();
        Step next = ahead.poll();
        if (next == null && failure != null) {
            throw failure;
        }
        return next;
    }

    /** The bytes of the file of the step that {@link #next} gave last. */
    Content content(FileData file) {
        return target -> copy(file, target);
    }

    private void fill() {
        do {
            while (!ended && ahead.size() < MAX_STEPS && (ahead.isEmpty() || feed.wantsFiles())) {
                walk();
            }
        } while (feed.ask(!ended));
    }

    private void walk() {
        try {
            Step step = steps.next();
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

    private void add(Step step) {
        if (step.kind() == Kind.FILE) {
            FileData data = new FileData(step.inode());
            feed.add(data);
            ahead.add(step.with(data));
        } else {
            ahead.add(step);
        }
    }

    private void copy(FileData file, Content.Target target) throws IOException {
        long position = 0;
        for (ChunkFeed.Chunk chunk = feed.take(file); chunk != null; chunk = feed.take(file)) {
            if (chunk.offset() > position) {
                target.hole(chunk.offset() - position);
            }
            ByteBuffer bytes = chunk.bytes();
            position = chunk.offset() + bytes.remaining();
            target.data(bytes);
            fill();
        }
        if (position < file.size()) {
            target.hole(file.size() - position);
        }
    }
}
