package dev.nydusview.fuse.kernel;

import dev.nydusview.fuse.ErrnoException;
import dev.nydusview.fuse.ErrnoMapping;
import dev.nydusview.fuse.OperationCounts;
import dev.nydusview.linux.Errno;
import dev.nydusview.linux.FuseDevice;
import java.io.IOException;

/** A thread, idle at first, that takes requests from a device of its own and answers them, until the mount has ended. */
final class Worker implements Runnable {
    private static final int KEPT_LISTING = FuseProtocol.FOPEN_KEEP_CACHE | FuseProtocol.FOPEN_CACHE_DIR;

    private final Session session;
    private final FuseDevice device;
    private final Request request = new Request();
    private final Reply reply = new Reply(Limits.MAX_READ);

    Worker(Session session, FuseDevice device) {
        this.session = session;
        this.device = device;
    }

    @Override
    public void run() {
        while (true) {
            int length = device.read(request.buffer());
            session.busy();
            if (length >= FuseProtocol.IN_SIZE) {
                request.length(length);
                answerSafely();
            } else if (!mayGoOn(length)) {
                return;
            }
            session.idle();
        }
    }

    /** Tests whether an error of a read leaves the mount there: a request was given up, or a signal came. */
    private static boolean mayGoOn(int error) {
        return error == -Errno.EINTR.number() || error == -Errno.EAGAIN.number() || error == -Errno.ENOENT.number();
    }

    /** Answers; with EIO where even the handling of failures has failed, as a thread that ends takes its requests along. */
    private void answerSafely() {
        long unique = request.unique();
        int opcode = request.opcode();
        try {
            answer();
        } catch (Throwable e) {
            if (opcode != FuseProtocol.FORGET
                    && opcode != FuseProtocol.BATCH_FORGET
                    && opcode != FuseProtocol.INTERRUPT) {
                session.failed(e);
                reply.sendError(device, unique, Errno.EIO);
            }
        }
    }

    private static OperationCounts.Operation operation(int opcode) {
        return switch (opcode) {
            case FuseProtocol.LOOKUP -> OperationCounts.Operation.LOOKUP;
            case FuseProtocol.GETATTR -> OperationCounts.Operation.GETATTR;
            case FuseProtocol.READDIR, FuseProtocol.READDIRPLUS -> OperationCounts.Operation.READDIR;
            case FuseProtocol.READLINK -> OperationCounts.Operation.READLINK;
            case FuseProtocol.OPEN, FuseProtocol.OPENDIR -> OperationCounts.Operation.OPEN;
            case FuseProtocol.READ -> OperationCounts.Operation.READ;
            case FuseProtocol.GETXATTR, FuseProtocol.LISTXATTR -> OperationCounts.Operation.XATTR;
            default -> OperationCounts.Operation.OTHER;
        };
    }

    private void answer() {
        session.counts().count(operation(request.opcode()));
        switch (request.opcode()) {
            case FuseProtocol.FORGET, FuseProtocol.BATCH_FORGET -> {} // nothing is remembered, nor answered
            case FuseProtocol.READ -> {
                ReadRequest read = ReadRequest.of(request, device);
                if (session.mayWait()) {
                    session.data().read(read, reply);
                } else {
                    session.readElsewhere(read, reply);
                }
            }
            case FuseProtocol.INTERRUPT -> session.waiting().interrupt(request.i64(FuseProtocol.INTERRUPT_UNIQUE));
            case FuseProtocol.INIT -> {
                session.negotiate(request, reply.begin(request.unique()));
                reply.send(device);
            }
            case FuseProtocol.OPEN -> answerOpen();
            case FuseProtocol.OPENDIR, FuseProtocol.RELEASE, FuseProtocol.RELEASEDIR -> answerHandle();
            case FuseProtocol.DESTROY -> reply.begin(request.unique()).send(device);
            default -> {
                if (!session.metadata().answer(request, reply, device)) {
                    reply.sendError(device, request.unique(), Errno.ENOSYS); // which most are never asked for again
                }
            }
        }
    }

    private void answerOpen() {
        try {
            requireReading();
            require(!session.leavesOpens());
        } catch (ErrnoException e) {
            reply.sendError(device, request.unique(), ErrnoMapping.ofData(e));
            return;
        }
        session.mayWait();
        session.data().open(request, reply, device);
    }

    private void answerHandle() {
        try {
            reply.begin(request.unique());
            openOrClose();
            reply.send(device);
        } catch (Throwable e) {
            reply.sendError(device, request.unique(), ErrnoMapping.ofData(e));
        }
    }

    private void openOrClose() throws IOException {
        switch (request.opcode()) {
            case FuseProtocol.RELEASE -> session.files().close(request.i64(FuseProtocol.RELEASE_FH));
            case FuseProtocol.OPENDIR -> {
                require(!session.leavesOpenDirs());
                reply.opened(0, session.metadata().mayKeepListing(request) ? KEPT_LISTING : 0);
            }
            default -> {} // of a directory there is nothing to be closed
        }
    }

    private void requireReading() throws ErrnoException {
        if ((request.i32(FuseProtocol.OPEN_FLAGS) & FuseProtocol.O_ACCMODE) != 0) {
            throw new ErrnoException(Errno.EROFS, "images are read-only");
        }
    }

    /** Has the kernel do by itself what it asks for, now and from now on, unless {@code answered}. */
    private static void require(boolean answered) throws ErrnoException {
        if (!answered) {
            throw new ErrnoException(Errno.ENOSYS, "left to the kernel");
        }
    }
}
