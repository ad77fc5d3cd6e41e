package dev.nydusview.fuse.kernel;

import dev.nydusview.base.ThreadSupply;
import dev.nydusview.base.Threads;
import dev.nydusview.fuse.Caller;
import dev.nydusview.fuse.ImageFileSystem;
import dev.nydusview.fuse.OperationCounts;
import dev.nydusview.fuse.PathLimit;
import dev.nydusview.fuse.ProcessIdentity;
import dev.nydusview.fuse.request.ProcessIds;
import dev.nydusview.linux.FuseDevice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One mount while it is served: what was negotiated with the kernel, and the threads that answer. A thread may wait for the
 * disk while it reads a file; as long as the bound is not reached another one then waits for requests, so that metadata
 * are always answered at once.
 */
final class Session {
    private static final int FIRST_WORKERS = 2;
    private static final int MAX_WORKERS = 32;

    private static final Caller UNKNOWN = new Caller(new ProcessIdentity(0, 0, 0), "a file");

    private final FuseDevice device;
    private final ImageFileSystem fileSystem;
    private final MetadataRequests metadata;
    private final DataRequests data;
    private final OpenFiles files;
    private final SiblingStores siblings;
    private final LateReplies late = new LateReplies();
    private final WaitingRequests waiting = new WaitingRequests(late);
    private final ExecutorService overflow = Executors.newCachedThreadPool(ThreadSupply.daemons("fuse-overflow"));
    private final boolean negotiatesOpens;

    private final AtomicInteger idle = new AtomicInteger();
    /** Guarded by itself. */
    private final List<Thread> threads = new ArrayList<>();
    /** Guarded by {@link #threads}. */
    private final List<FuseDevice> devices = new ArrayList<>();

    private volatile boolean ended;
    private volatile int kernelFlags;

    Session(FuseDevice device, ImageFileSystem fileSystem, PathLimit limit) {
        this.device = device;
        this.fileSystem = fileSystem;
        this.negotiatesOpens = fileSystem.options().negotiatesOpens();
        ProcessIds processes = new ProcessIds();
        SeenEntries seen = new SeenEntries(
                fileSystem, negotiatesOpens || fileSystem.options().containLinks());
        Nodes nodes = new Nodes(fileSystem, seen);
        this.metadata = new MetadataRequests(fileSystem, nodes, seen, limit, processes);
        this.files = new OpenFiles(fileSystem, nodes, processes);
        this.siblings = new SiblingStores(fileSystem, nodes, seen, waiting, late);
        this.data = new DataRequests(fileSystem, files, siblings, late, waiting);
    }

    /** Answers requests until the mount has ended. */
    void run() {
        for (int i = 1; i < FIRST_WORKERS; i++) {
            startWorker();
        }
        siblings.startClock();
        idle();
        new Worker(this, device).run();
        ended = true;
        awaitWorkers();
        late.shut();
        overflow.shutdown();
        siblings.close();
        waiting.close();
        synchronized (threads) {
            devices.forEach(FuseDevice::close);
        }
        device.close();
    }

    private void awaitWorkers() {
        boolean interrupted = false;
        for (Thread thread : workers()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Thread> workers() {
        synchronized (threads) {
            return List.copyOf(threads);
        }
    }

    private void startWorker() {
        synchronized (threads) {
            if (ended || threads.size() + 1 >= MAX_WORKERS || ThreadSupply.isScarce()) {
                return;
            }
            idle(); // which the new worker is from the start, for whoever asks at once
            FuseDevice own = ownDevice();
            Thread thread = worker(own);
            if (thread != null && ThreadSupply.tryStart(thread)) {
                threads.add(thread);
                return;
            }
            busy(); // those that are there have to do
            if (devices.remove(own)) {
                own.close();
            }
        }
    }

    /** Returns a thread that is not started yet; null if there is no memory for its requests. */
    private @Nullable Thread worker(FuseDevice own) {
        try {
            return Threads.daemon("fuse-" + (threads.size() + 1), new Worker(this, own));
        } catch (OutOfMemoryError e) {
            return null;
        }
    }

    /** Returns a descriptor of a worker's own, or the one of all where the kernel has no more. */
    private FuseDevice ownDevice() {
        try {
            FuseDevice clone = device.cloned();
            devices.add(clone);
            return clone;
        } catch (IOException e) {
            return device;
        }
    }

    /** Notes that a worker waits for a request. */
    void idle() {
        idle.incrementAndGet();
    }

    /** Notes that a worker has got a request, or has ended. */
    void busy() {
        idle.decrementAndGet();
    }

    /**
     * Sees to it that some thread waits for requests while the calling one may wait for the disk, or for the first look
     * at a blob.
     *
     * @return false if none is left for that, so that the calling one must not wait
     */
    boolean mayWait() {
        if (idle.get() == 0) {
            startWorker();
        }
        return idle.get() > 0;
    }

    /**
     * Reads on a thread that is not one of the workers, all of which may wait at the moment; on the calling one, with
     * {@code own}, if there can be no other.
     */
    void readElsewhere(ReadRequest request, Reply own) {
        try {
            ThreadSupply.noting(overflow)
                    .execute(() -> late.send(
                            request.unique(), request.device(), reply -> data.read(request, reply), this::failed));
        } catch (RejectedExecutionException e) {
            data.read(request, own);
        }
    }

    /** Reports a request that could not be answered, nor told which file it is about. */
    void failed(Throwable cause) {
        fileSystem.failed(UNKNOWN, cause);
    }

    OperationCounts counts() {
        return fileSystem.counts();
    }

    MetadataRequests metadata() {
        return metadata;
    }

    DataRequests data() {
        return data;
    }

    WaitingRequests waiting() {
        return waiting;
    }

    OpenFiles files() {
        return files;
    }

    /** Answers the first request of all: the abilities that both sides have. */
    void negotiate(Request request, Reply reply) {
        int offered = request.i32(FuseProtocol.INIT_FLAGS);
        kernelFlags = offered;
        int wanted = FuseProtocol.ASYNC_READ
                | FuseProtocol.DO_READDIRPLUS
                | FuseProtocol.NO_OPEN_SUPPORT
                | FuseProtocol.PARALLEL_DIROPS
                | FuseProtocol.MAX_PAGES
                | FuseProtocol.CACHE_SYMLINKS
                | FuseProtocol.NO_OPENDIR_SUPPORT;
        int minor = Math.min(request.i32(FuseProtocol.INIT_MINOR), FuseProtocol.MINOR);
        int readahead = Math.max(request.i32(FuseProtocol.INIT_MAX_READAHEAD), Limits.READ_AHEAD);
        reply.init(minor, readahead, offered & wanted, Limits.MAX_READ / Limits.PAGE);
    }

    /** Tests whether the kernel may be told to open files by itself. */
    boolean leavesOpens() {
        return !negotiatesOpens && (kernelFlags & FuseProtocol.NO_OPEN_SUPPORT) != 0;
    }

    /** Tests whether the kernel may be told to open directories by itself, and to keep every listing. */
    boolean leavesOpenDirs() {
        return !negotiatesOpens && (kernelFlags & FuseProtocol.NO_OPENDIR_SUPPORT) != 0;
    }
}
