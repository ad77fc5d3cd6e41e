package dev.nydusview.fuse.kernel;

import dev.nydusview.fuse.ErrnoMapping;
import dev.nydusview.fuse.FileRead;
import dev.nydusview.fuse.ImageFileSystem;
import dev.nydusview.fuse.OpenFile;
import dev.nydusview.linux.Errno;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads of files. Bytes that are at hand are answered on the thread that asks for them; for others the thread goes on, and
 * whoever delivers the last chunk answers. Safe for concurrent use.
 */
final class DataRequests {
    private final ImageFileSystem fileSystem;
    private final OpenFiles files;
    private final SiblingStores siblings;
    private final LateReplies late;
    private final Map<Long, ReadRequest> waiting = new ConcurrentHashMap<>();
    private final InterruptedReads interrupted = new InterruptedReads(this::giveUpIfDying);

    DataRequests(ImageFileSystem fileSystem, OpenFiles files, SiblingStores siblings, LateReplies late) {
        this.fileSystem = fileSystem;
        this.files = files;
        this.siblings = siblings;
        this.late = late;
    }

    /** Answers a read now, with {@code reply}, or when its bytes have come. */
    void read(ReadRequest request, Reply reply) {
        try {
            if (request.size() > Limits.MAX_READ) {
                throw new IOException("a read of " + request.size() + " bytes, more than was agreed upon");
            }
            OpenFile file = files.of(request);
            SiblingStores.Batch batch = request.offset() == 0 ? siblings.begin(file.inode(), request.size()) : null;
            FileRead read = fileSystem.start(file, request.offset(), request.size(), request.wanted());
            if (read.pending().isDone() && (batch == null || batch.isDone())) {
                if (batch != null) {
                    siblings.store(batch, request.device());
                }
                answer(request, read, reply);
                return;
            }
            waitFor(request, read, batch);
        } catch (Throwable e) {
            reply.sendError(request.device(), request.unique(), ErrnoMapping.ofData(e));
        }
    }

    private void waitFor(ReadRequest request, FileRead read, SiblingStores.@Nullable Batch batch) {
        waiting.put(request.unique(), request);
        if (batch == null) {
            read.pending().whenDone(() -> answerLate(request, read));
        } else {
            read.pending()
                    .whenDone(() ->
                            siblings.storeWhenDone(batch, request.device(), late, () -> answerLate(request, read)));
        }
    }

    private void answerLate(ReadRequest request, FileRead read) {
        if (waiting.remove(request.unique()) == null) {
            return; // given up
        }
        late.send(reply -> answer(request, read, reply));
    }

    private void answer(ReadRequest request, FileRead read, Reply reply) {
        try {
            reply.begin(request.unique());
            fileSystem.finish(read, reply.bytes());
            reply.send(request.device());
        } catch (Throwable e) {
            reply.sendError(request.device(), request.unique(), ErrnoMapping.ofData(e));
        }
    }

    /** Notes that a signal has come to the thread that waits for a read. */
    void interrupt(long unique) {
        interrupted.add(unique);
    }

    /**
     * Gives a read up if its thread is being killed. Others wait on: a program that catches a signal has not asked for its
     * reads to fail, and no failed read may pass unseen.
     */
    private InterruptedReads.State giveUpIfDying(long unique) {
        ReadRequest request = waiting.get(unique);
        if (request == null) {
            return InterruptedReads.State.UNKNOWN;
        }
        if (!DyingProcess.is(request.pid())) {
            return InterruptedReads.State.WAITING;
        }
        if (waiting.remove(unique) != null) {
            late.send(reply -> reply.sendError(request.device(), unique, Errno.EINTR));
        }
        return InterruptedReads.State.GIVEN_UP;
    }

    void close() {
        interrupted.close();
    }
}
