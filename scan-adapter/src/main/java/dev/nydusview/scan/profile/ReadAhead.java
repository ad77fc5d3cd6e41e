package dev.nydusview.scan.profile;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.chunk.ChunkLocator;
import dev.nydusview.rafs.chunk.ChunkObserver;
import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rafs.chunk.OpenImage;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.path.FileStretches;
import dev.nydusview.scan.access.AccessRecord;
import dev.nydusview.scan.access.UserAccess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fetches what scanners are going to read before they request it: files in their profiles, the next files of a
 * sequential scan, and whole blobs if most of them will be read anyway. Stays within a budget.
 */
public final class ReadAhead implements AccessRecord.Watch, AutoCloseable {
    /** Share from which on reading a blob in one stream beats many small requests. */
    static final double WHOLE_SHARE = 0.3;

    /** Stored bytes below which the course of a scan cannot be extrapolated. */
    private static final long MIN_FETCHED = 1 << 20;

    /** Number of requests from which on it pays to know the order of the files. */
    private static final int MANY_REQUESTS = 16;

    /** Files in order that are a walk. */
    private static final int FEW = 16;

    /** Scanners, and processes of theirs that hide in sessions of their own. */
    private static final int MAX_WALKERS = 64;

    /** Stored bytes of remembered files that are fetched before any of them was used. */
    private static final long FIRST_REMEMBERED = 16 << 20;

    /** Bytes of a stream that take as much time as a request. */
    private static final long REQUEST_WEIGHT = 8 << 10;

    private final RafsImage image;
    private final ChunkSource source;
    private final ChunkLocator locator;
    private final long budget;
    private final long imageBytes;
    private final LongAdder bytes = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final LongAdder asked = new LongAdder();
    private final LongAdder asking = new LongAdder();
    private final LongAdder walked = new LongAdder();
    private final Map<UserAccess, SequentialPrefetcher> walkers = new ConcurrentHashMap<>();
    private final AtomicBoolean watching = new AtomicBoolean();
    private final AtomicBoolean everything = new AtomicBoolean();
    private final Set<String> wholeBlobs = new HashSet<>();
    private final ExecutorService thread;
    /** Completes when nothing more is on its way; used by {@link #thread} only. */
    private CompletableFuture<Void> latest = CompletableFuture.completedFuture(null);

    private final AheadUse early;
    private final ReadFiles files;
    private final AtomicBoolean resuming = new AtomicBoolean();
    private volatile boolean closed;
    private volatile Set<Long> profiled = Set.of();
    private volatile boolean remembering;
    private volatile @Nullable RememberedFetch remembered;
    private volatile TreeOrder order = TreeOrder.UNKNOWN;

    private final ChunkObserver observer = new ChunkObserver() {
        @Override
        public void fetched(long count) {
            bytes.add(count);
            requests.increment();
        }
    };

    private final ChunkObserver walkObserver = new ChunkObserver() {
        @Override
        public void fetched(long count) {
            observer.fetched(count);
            walked.add(count);
        }
    };

    /** @param budget stored bytes that may be fetched ahead at most */
    public ReadAhead(RafsImage image, ChunkSource source, ChunkLocator locator, long budget) {
        this.image = image;
        this.source = source;
        this.locator = locator;
        this.budget = budget;
        this.imageBytes =
                image.blobs().stream().mapToLong(BlobInfo::compressedSize).sum();
        this.early = new AheadUse(locator, observer::fetched);
        this.files = new ReadFiles(image.tree());
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, "read-ahead");
            made.setDaemon(true);
            return made;
        });
    }

    /** Begins in the background with the files in {@code profiles}. */
    public void start(List<Profile> profiles) {
        later(() -> {
            ProfiledChunks.Selection wanted = ProfiledChunks.Selection.of(image, profiles);
            profiled = wanted.files();
            if (!wanted.chunks().isEmpty()) {
                prefetch(withWholeBlobs(wanted.chunks()), observer);
            }
        });
    }

    /**
     * Begins in the background with files that were read of other images of the repository, the most important first, and
     * notes from now on what is read: for scanners that do not have a profile.
     */
    public void remember(OpenImage open, Supplier<List<FileStretches>> known) {
        remembering = true;
        later(() -> {
            try {
                long first = Math.min(budget, FIRST_REMEMBERED);
                RememberedFetch fetch = new RememberedFetch(open, known.get(), first, budget, early);
                remembered = fetch;
                fetch.goOn(arrival(fetch));
            } catch (IOException e) {
                // The root directory is corrupt, and whoever reads it will be told.
            }
        });
    }

    private Runnable arrival(RememberedFetch fetch) {
        return () -> later(() -> fetch.arrived(arrival(fetch)));
    }

    /** Returns the files that were read since {@link #remember}, in the order in which scanners came to them. */
    public List<FileStretches> reads() {
        return files.list();
    }

    @Override
    public void delivered(ChunkRef chunk) {
        RememberedFetch fetch = remembered;
        if (fetch != null && early.use(chunk) && fetch.isWorthMore() && resuming.compareAndSet(false, true)) {
            later(() -> {
                resuming.set(false);
                fetch.goOn(arrival(fetch));
            });
        }
    }

    /**
     * Prefetches after earlier calls have ended, as chunks in flight count against the budget only once they have come.
     */
    private void prefetch(List<ChunkRef> chunks, ChunkObserver heard) {
        latest = latest.thenCompose(done -> closed
                ? CompletableFuture.completedFuture(null)
                : source.prefetch(chunks, Math.max(0, budget - bytes.sum()), heard));
    }

    /** Adds the other chunks of blobs of which most is wanted. */
    private List<ChunkRef> withWholeBlobs(List<ChunkRef> wanted) {
        Set<Integer> whole = new HashSet<>();
        for (BlobInfo blob : image.blobs()) {
            long share = StoredBytes.of(locator, wanted, blob.index());
            if (blob.compressedSize() > 0 && share > WHOLE_SHARE * blob.compressedSize()) {
                whole.add(blob.index());
                synchronized (wholeBlobs) {
                    wholeBlobs.add(blob.id());
                }
            }
        }
        if (whole.isEmpty()) {
            return wanted;
        }
        List<ChunkRef> more = new ArrayList<>(wanted);
        AllChunks.of(image).stream()
                .filter(chunk -> whole.contains(chunk.blobIndex()))
                .forEach(more::add);
        return more;
    }

    @Override
    public void read(UserAccess scanner, Inode file, long from, long end) {
        if (remembering) {
            files.read(file, from, end - from);
        }
        TreeOrder known = order;
        known.passed(file);
        if (profiled.contains(file.number())) {
            return; // expected, and no sign of a walk
        }
        boolean followed = walkers.size() < MAX_WALKERS || walkers.containsKey(scanner);
        if (known.size() > 0 && followed && !everything.get()) {
            SequentialPrefetcher walker = walkers.computeIfAbsent(
                    scanner, one -> new SequentialPrefetcher(known, image.tree(), FEW, source.keptAhead()));
            SequentialPrefetcher.Next next = walker.reads(file, end, scanner.bytesAsked());
            if (!next.numbers().isEmpty()) {
                later(() -> prefetch(next.chunks(image.tree()), walkObserver));
            }
        }
    }

    /** Extrapolates how much of the image the scanners will read. */
    @Override
    public void fetched(long count) {
        asked.add(count);
        asking.increment();
        if (asking.sum() < MANY_REQUESTS && asked.sum() < MIN_FETCHED) {
            return;
        }
        if (watching.compareAndSet(false, true)) {
            later(() -> order = TreeOrder.of(image));
        }
        long weight = asked.sum() + walked.sum() + REQUEST_WEIGHT * asking.sum();
        double share = order.share();
        boolean most = weight >= MIN_FETCHED && share > 0 && weight / share > WHOLE_SHARE * imageBytes;
        if (most && everything.compareAndSet(false, true)) {
            later(this::fetchEverything);
        }
    }

    private void later(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // Closed: there are no readers any more. Or there can be no further thread: they wait for what they read.
        }
    }

    private void fetchEverything() {
        synchronized (wholeBlobs) {
            image.blobs().forEach(blob -> wholeBlobs.add(blob.id()));
        }
        prefetch(AllChunks.of(image), observer);
    }

    /** Stored bytes that were fetched ahead so far. */
    public long bytes() {
        return bytes.sum();
    }

    /** Ranged reads that were made for that. */
    public long requests() {
        return requests.sum();
    }

    /** Ids of the blobs that are fetched whole. */
    public List<String> wholeBlobs() {
        synchronized (wholeBlobs) {
            return wholeBlobs.stream().sorted().toList();
        }
    }

    /** Stops further prefetches. */
    @Override
    public void close() {
        closed = true;
        thread.shutdownNow();
    }
}
