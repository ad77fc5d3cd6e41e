package dev.nydusview.scan.profile;

import dev.nydusview.base.Threads;
import dev.nydusview.fuse.AccessListener;
import dev.nydusview.fuse.Caller;
import dev.nydusview.fuse.FileListener;
import dev.nydusview.fuse.ProcessIdentity;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rafs.chunk.OpenImage;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.path.FileStretches;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fetches what the readers of a mount will read next. Of a known scanner, the files of its profile; of a program that
 * goes through the mount file after file, the next files, and of one that reads a large file in order, what follows: the
 * more the farther it has come, and nothing more when it stops; and from the beginning what was read of other images of the
 * repository. For mounts that anyone may read; {@link ReadAhead} is for scans, whose scanners are known. Safe for
 * concurrent use.
 */
public final class MountReadAhead implements AccessListener, AutoCloseable {
    /** Requests for data of the image from which on it pays to know the order of the files. */
    private static final int MANY_REQUESTS = 4;

    /** Files in order that are a walk. */
    private static final int FEW = 6;

    /** The same for a scanner with a profile, for files that the profile does not name. */
    private static final int FEW_OF_SCANNER = 16;

    /** Stored bytes of files read before that are fetched although no reader has used any. */
    private static final long FIRST_REMEMBERED = 16 << 20;

    /** Sessions of processes, and processes, that are followed at most. */
    private static final int MAX_FOLLOWED = 64;

    private final OpenImage open;
    private final RafsImage image;
    private final ChunkSource source;
    private final LongSupplier requests;
    private final boolean profiles;
    private final Map<Integer, Reader> readers = new ConcurrentHashMap<>();
    private final Map<Integer, Boolean> scanners = new ConcurrentHashMap<>();
    private final Set<String> begun = ConcurrentHashMap.newKeySet();
    private final Set<Long> profiled = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean ordering = new AtomicBoolean();
    private final ReadFiles files;
    private final AheadUse guessed;
    private final AheadUse early;
    private final AtomicBoolean resuming = new AtomicBoolean();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Threads.daemons("read-ahead"));

    private volatile TreeOrder order = TreeOrder.UNKNOWN;
    private volatile int lastSession;
    private volatile @Nullable RememberedFetch remembered;
    private volatile @Nullable StartedScanners started;

    /**
     * Makes one that fetches nothing before anything is read.
     *
     * @param requests tells how many reads of blobs there have been so far
     * @param profiles whether scanners are told by their executables
     */
    public MountReadAhead(OpenImage open, LongSupplier requests, boolean profiles) {
        this.open = open;
        this.image = open.rafs();
        this.source = open.chunks();
        this.requests = requests;
        this.profiles = profiles;
        this.files = new ReadFiles(image.tree());
        this.guessed = new AheadUse(open.locator());
        this.early = new AheadUse(open.locator());
    }

    /**
     * Begins to fetch files of other images that this one probably has, too, in the background; the databases of packages
     * if there are none.
     *
     * @param known tells the files, the most important first
     */
    public void begin(Supplier<List<FileStretches>> known) {
        later(() -> {
            List<FileStretches> before = known.get();
            List<FileStretches> wanted = before.isEmpty() ? PackageDatabases.files() : before;
            long first = before.isEmpty() ? PackageDatabases.MOST_BYTES : FIRST_REMEMBERED;
            try {
                RememberedFetch fetch = new RememberedFetch(open, wanted, first, Long.MAX_VALUE, early);
                remembered = fetch;
                fetch.goOn(arrival(fetch));
            } catch (IOException e) {
                // The root directory is corrupt, and whoever reads it will be told.
            }
        });
    }

    /** Begins the profiles of scanners that are started for {@code directory}, where the image is mounted, before they read. */
    public void lookForScanners(Path directory) {
        if (profiles) {
            StartedScanners looking = new StartedScanners(directory, this::isScanner);
            started = looking;
            looking.start();
        }
    }

    private Runnable arrival(RememberedFetch fetch) {
        return () -> later(() -> fetch.arrived(arrival(fetch)));
    }

    /** The processes of a session. */
    private record Reader(boolean scanner, SequentialPrefetcher prefetcher, LongAdder bytes) {}

    @Override
    public FileListener opened(Inode file, Caller caller) {
        ProcessIdentity process = caller.process();
        boolean scanner = isScanner(process.id());
        SequentialFile inOrder =
                SequentialFile.isLarge(file.size()) ? new SequentialFile(file.size(), source.keptAhead()) : null;
        return new FileListener() {
            @Override
            public boolean mayWantSiblings() {
                return !isExpected(scanner, file);
            }

            @Override
            public void read(long offset, ByteBuffer bytes) {
                lastSession = process.session();
                files.read(file, offset, bytes.remaining());
                if (inOrder != null) {
                    fetch(file, inOrder.read(offset, bytes.remaining()));
                }
                passed(process.session(), scanner, file, offset + bytes.remaining(), bytes.remaining());
            }

            @Override
            public void delivered(ChunkRef chunk) {
                used(chunk);
            }
        };
    }

    @Override
    public void failed(Caller caller, Throwable cause) {}

    /** {@inheritDoc} The kernel does not tell which program this is for: the one that has read last. */
    @Override
    public void storedAhead(Inode file, int bytes) {
        files.read(file, 0, bytes);
        if (guessed.isWaiting() || early.isWaiting()) {
            usedBeginning(file, bytes);
        }
        Reader reader = readers.get(lastSession);
        if (reader != null && !isExpected(reader.scanner, file)) {
            reader.bytes.add(bytes);
            reader.prefetcher.stored(file);
        }
    }

    private void usedBeginning(Inode file, int bytes) {
        try {
            image.tree().chunks(file, 0, bytes).forEach(this::used);
        } catch (IOException e) {
            // It has just been read, so this does not happen.
        }
    }

    private void used(ChunkRef chunk) {
        if (!early.use(chunk)) {
            guessed.use(chunk);
            return;
        }
        RememberedFetch fetch = remembered;
        if (fetch != null && fetch.isWorthMore() && resuming.compareAndSet(false, true)) {
            later(() -> {
                resuming.set(false);
                fetch.goOn(arrival(fetch));
            });
        }
    }

    /** Begins with the profile of a scanner that is seen for the first time. */
    private boolean isScanner(int process) {
        if (!profiles) {
            return false;
        }
        Boolean known = scanners.get(process);
        if (known != null) {
            return known;
        }
        if (scanners.size() >= MAX_FOLLOWED) {
            scanners.clear(); // they are looked at again
        }
        List<String> names = RunningScanner.profiles(process);
        List<String> more = names.stream().filter(begun::add).toList();
        if (!more.isEmpty()) {
            later(() -> fetchProfiled(shipped(more)));
        }
        scanners.put(process, !names.isEmpty());
        return !names.isEmpty();
    }

    private void fetchProfiled(List<Profile> chosen) {
        List<ChunkRef> wanted = new ArrayList<>();
        ProfiledChunks.visit(image, chosen, (rule, file, chunks) -> {
            profiled.add(file.number());
            wanted.addAll(chunks);
        });
        fetch(wanted);
    }

    private static List<Profile> shipped(List<String> names) {
        List<Profile> shipped = new ArrayList<>();
        for (String name : names) {
            try {
                shipped.add(Profile.shipped(name));
            } catch (IOException e) {
                throw new IllegalStateException(e); // they come with the program
            }
        }
        return shipped;
    }

    private void passed(int session, boolean scanner, Inode file, long end, int bytes) {
        TreeOrder known = order;
        if (known.size() == 0) {
            if (!ordering.get() && requests.getAsLong() >= MANY_REQUESTS && ordering.compareAndSet(false, true)) {
                later(() -> order = TreeOrder.of(image));
            }
            return;
        }
        if (isExpected(scanner, file)) {
            return; // and no sign of a walk
        }
        if (readers.size() >= MAX_FOLLOWED && !readers.containsKey(session)) {
            return;
        }
        Reader reader = readers.computeIfAbsent(session, one -> reader(known, scanner));
        reader.bytes.add(bytes);
        SequentialPrefetcher.Next next = reader.prefetcher.reads(file, end, reader.bytes.sum());
        if (!next.numbers().isEmpty()) {
            later(() -> fetch(next.chunks(image.tree())));
        }
    }

    /** Tests whether a profile of a scanner names {@code file}. */
    private boolean isExpected(boolean scanner, Inode file) {
        return scanner && profiled.contains(file.number());
    }

    private Reader reader(TreeOrder known, boolean scanner) {
        int few = scanner ? FEW_OF_SCANNER : FEW;
        return new Reader(
                scanner, new SequentialPrefetcher(known, image.tree(), few, source.keptAhead()), new LongAdder());
    }

    private void fetch(Inode file, SequentialFile.Part part) {
        if (part.length() > 0) {
            later(() -> {
                try {
                    fetch(image.tree().chunks(file, part.offset(), part.length()));
                } catch (IOException e) {
                    // The program that reads the file will get the failure.
                }
            });
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a chunk that fails is asked for by the program that wants it
    private void fetch(List<ChunkRef> chunks) {
        if (!chunks.isEmpty()) {
            source.prefetch(chunks, Long.MAX_VALUE, guessed);
        }
    }

    private void later(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // Closed: there are no readers any more. Or there can be no further thread: they wait for what they read.
        }
    }

    /** Stored bytes that were fetched ahead so far. */
    public long bytes() {
        return guessed.fetchedBytes() + early.fetchedBytes();
    }

    /**
     * Returns the stored bytes among them that readers were given then: for a read, or in the kernel's page cache beside
     * one. Bytes between chunks are never used.
     */
    public long usedBytes() {
        return guessed.usedBytes() + early.usedBytes();
    }

    /** Returns a number that grows whenever {@link #reads} does. */
    public long readsSoFar() {
        return files.changes();
    }

    /** Returns the files that were read so far, in the order in which readers came to them. For one thread at a time. */
    public List<FileStretches> reads() {
        return files.list();
    }

    /** Stops further fetches. */
    @Override
    public void close() {
        StartedScanners looking = started;
        if (looking != null) {
            looking.stop();
        }
        thread.shutdownNow();
    }
}
