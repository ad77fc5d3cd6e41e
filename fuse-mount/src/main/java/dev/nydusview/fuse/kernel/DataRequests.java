package dev.nydusview.fuse.kernel;

import dev.nydusview.fuse.ErrnoMapping;
import dev.nydusview.fuse.FileOpen;
import dev.nydusview.fuse.FileRead;
import dev.nydusview.fuse.ImageFileSystem;
import dev.nydusview.fuse.OpenFile;
import dev.nydusview.linux.FuseDevice;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads of files, and opens. What is at hand is answered on the thread that asks for it; for the rest the thread goes on,
 * and whoever delivers the last chunk answers. Safe for concurrent use.
 */
final class DataRequests {
    private final ImageFileSystem fileSystem;
    private final OpenFiles files;
    private final SiblingStores siblings;
    private final LateReplies late;
    private final WaitingRequests waiting;

    DataRequests(
            ImageFileSystem fileSystem,
            OpenFiles files,
            SiblingStores siblings,
            LateReplies late,
            WaitingRequests waiting) {
        this.fileSystem = fileSystem;
        this.files = files;
        this.siblings = siblings;
        this.late = late;
        this.waiting = waiting;
    }

    /** Answers a read now, with {@code reply}, or when its bytes have come. */
    void read(ReadRequest request, Reply reply) {
        try {
            if (request.size() > Limits.MAX_READ) {
                throw new IOException("a read of " + request.size() + " bytes, more than was agreed upon");
            }
            OpenFile file = files.of(request);
            SiblingStores.Next next = request.offset() == 0 ? siblings.next(file.inode(), request.size()) : null;
            if (!answeredAtHand(request, file, next, reply)) {
                fetch(request, file, next, reply);
            }
        } catch (Throwable e) {
            reply.sendError(request.device(), request.unique(), ErrnoMapping.ofData(e));
        }
    }

    private boolean answeredAtHand(ReadRequest request, OpenFile file, SiblingStores.@Nullable Next next, Reply reply) {
        reply.begin(request.unique());
        if (fileSystem.tryRead(file, request.offset(), request.size(), reply.bytes()) < 0) {
            return false;
        }
        SiblingStores.Next absent = next == null ? null : siblings.storeAtHand(next, request.device());
        reply.send(request.device());
        if (absent != null && file.listener().mayWantSiblings()) {
            siblings.storeWhenDone(siblings.request(absent.siblings(), absent.head()), request.device(), () -> {});
        }
        return true;
    }

    /** Asks for what is not at hand, together with that of siblings, and answers when it is there. */
    private void fetch(ReadRequest request, OpenFile file, SiblingStores.@Nullable Next next, Reply reply)
            throws IOException {
        SiblingStores.Batch all = next == null || !file.listener().mayWantSiblings()
                ? SiblingStores.NONE
                : siblings.request(next.files(), next.head());
        int length = (int) Math.min(request.size(), file.inode().size());
        FileRead read = !all.isEmpty() && all.reads().get(0).length() == length
                ? new FileRead(file, 0, request.wanted(), all.reads().get(0))
                : fileSystem.start(file, request.offset(), request.size(), request.wanted());
        if (read.pending().isDone() && all.isEmpty()) {
            answer(request, read, reply);
            return;
        }
        waiting.add(request.unique(), request.node(), request.pid(), request.device());
        try {
            SiblingStores.Batch others = all.afterFirst();
            read.pending()
                    .whenDone(() -> siblings.storeWhenDone(others, request.device(), () -> answerLate(request, read)));
        } catch (OutOfMemoryError e) {
            if (waiting.remove(request.unique())) {
                fileSystem.failed(read, e);
                throw e;
            }
        }
    }

    private void answerLate(ReadRequest request, FileRead read) {
        if (!waiting.remove(request.unique())) {
            return; // given up
        }
        late.send(
                request.unique(),
                request.device(),
                reply -> answer(request, read, reply),
                failure -> fileSystem.failed(read, failure));
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

    /** Opens a file, and answers now, with {@code reply}, or when it is verified. */
    void open(Request request, Reply reply, FuseDevice device) {
        long unique = request.unique();
        try {
            FileOpen open = files.start(request.node(), request.pid());
            if (open.isDone()) {
                answer(unique, open, reply, device);
                return;
            }
            waiting.add(unique, request.node(), request.pid(), device);
            open.whenDone(() -> answerLate(unique, open, device));
        } catch (Throwable e) {
            reply.sendError(device, unique, ErrnoMapping.ofData(e));
        }
    }

    private void answerLate(long unique, FileOpen open, FuseDevice device) {
        if (waiting.remove(unique)) {
            late.send(unique, device, reply -> answer(unique, open, reply, device), failure -> open.file()
                    .listener()
                    .failed(0, open.file().inode().size(), failure));
        } else {
            fileSystem.close(open.file()); // given up
        }
    }

    private void answer(long unique, FileOpen open, Reply reply, FuseDevice device) {
        try {
            reply.begin(unique);
            reply.opened(files.finish(open), FuseProtocol.FOPEN_KEEP_CACHE);
            reply.send(device);
        } catch (Throwable e) {
            reply.sendError(device, unique, ErrnoMapping.ofData(e));
        }
    }
}
