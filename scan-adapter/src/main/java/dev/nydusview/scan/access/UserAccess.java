package dev.nydusview.scan.access;

import dev.nydusview.fuse.Caller;
import dev.nydusview.fuse.FileListener;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Inode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Accesses of one user of a mount: a scanner with all of its processes. Totals are exact. */
public final class UserAccess {
    /** Files for which more than their number is kept; as many as most images have. */
    private static final int MAX_FILES = 1 << 18;

    private static final int MAX_FAILURES = 1 << 12;

    private final AccessRecord record;
    private final Map<Long, FileAccess> files = new ConcurrentHashMap<>();
    private final Set<ChunkPlace> chunks = ConcurrentHashMap.newKeySet();
    private final LongAdder opens = new LongAdder();
    private final LongAdder bytesAsked = new LongAdder();
    private final LongAdder bytesFetched = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final WaitingTime waiting = new WaitingTime();
    private final LongAdder failedAhead = new LongAdder();

    // Guarded by this.
    private final List<FailedRead> failures = new ArrayList<>();
    private long failureCount;
    private String longestPath = "";
    private int longestBytes;

    UserAccess(AccessRecord record) {
        this.record = record;
    }

    /** Blob and index of a chunk. */
    private record ChunkPlace(int blobIndex, int index) {}

    FileListener opened(Inode file, Caller caller) {
        opens.increment();
        FileAccess access = files.get(file.number());
        if (access == null) {
            access = new FileAccess(caller.path(), file);
            FileAccess earlier = files.size() < MAX_FILES ? files.putIfAbsent(file.number(), access) : null;
            access = earlier == null ? access : earlier;
        }
        access.opened();
        Opened opened = new Opened(access, caller);
        record.open(file.number(), opened);
        return opened;
    }

    synchronized void failed(FailedRead failure) {
        failureCount++;
        if (failures.size() < MAX_FAILURES) {
            failures.add(failure);
        }
    }

    /** The files that were opened, in no order. */
    public Collection<FileAccess> files() {
        return List.copyOf(files.values());
    }

    public long opens() {
        return opens.sum();
    }

    /** Chunks that were delivered, each counted once. */
    public long chunks() {
        return chunks.size();
    }

    /**
     * Returns the bytes requested from the mount, including the kernel's read-ahead and without reads served from its
     * page cache.
     */
    public long bytesAsked() {
        return bytesAsked.sum();
    }

    /** Stored bytes that were fetched because this user was the first to ask for them. */
    public long bytesFetched() {
        return bytesFetched.sum();
    }

    public long requests() {
        return requests.sum();
    }

    /** Milliseconds in which at least one read has waited for the registry. */
    public long waitedMillis() {
        return waiting.total() / 1_000_000;
    }

    /** Returns the number of failed reads ahead that no process is known to have wanted. */
    public long failedAhead() {
        return failedAhead.sum();
    }

    synchronized void listed(String path, int bytes) {
        if (bytes > longestBytes) {
            longestBytes = bytes;
            longestPath = path;
        }
    }

    /** The path of a listed name that has the most bytes, if those are more than {@code limit} under the mount. */
    public synchronized Optional<String> listedBeyond(int limit) {
        return longestBytes > limit ? Optional.of(longestPath) : Optional.empty();
    }

    public synchronized long failureCount() {
        return failureCount;
    }

    /** The first failures, in order. */
    public synchronized List<FailedRead> failures() {
        return List.copyOf(failures);
    }

    /** A file that is open. */
    final class Opened implements FileListener {
        private final FileAccess access;
        private final Caller caller;

        Opened(FileAccess access, Caller caller) {
            this.access = access;
            this.caller = caller;
        }

        @Override
        public void read(long offset, ByteBuffer bytes) {
            bytesAsked.add(bytes.remaining());
            access.read(offset, bytes);
            record.progress(UserAccess.this, access.inode(), offset, offset + bytes.remaining());
        }

        @Override
        public void fetched(long bytes) {
            requests.increment();
            bytesFetched.add(bytes);
            record.fetched(bytes);
        }

        @Override
        public void delivered(ChunkRef chunk) {
            chunks.add(new ChunkPlace(chunk.blobIndex(), chunk.index()));
            record.delivered(chunk);
        }

        @Override
        public void waited(long nanos) {
            waiting.add(System.nanoTime(), nanos);
        }

        /**
         * Records a failed read. Other processes that have the file open may have got nothing but the page that is
         * missing now.
         */
        @Override
        public void failed(long offset, long length, Throwable cause) {
            record.failed(
                    this, access.inode().number(), offset, caller.process().id(), cause);
        }

        @Override
        public void failedAhead(long offset, long length, Throwable cause) {
            failedAhead.increment();
        }

        @Override
        public void closed() {
            record.close(access.inode().number(), this);
        }

        void fail(long offset, int process, Throwable cause) {
            UserAccess.this.failed(new FailedRead(caller.path(), offset, process, AccessRecord.describe(cause)));
        }

        UserAccess user() {
            return UserAccess.this;
        }
    }
}
