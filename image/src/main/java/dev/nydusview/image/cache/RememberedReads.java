package dev.nydusview.image.cache;

import dev.nydusview.base.Ownership;
import dev.nydusview.base.Sha256;
import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.chunkstore.cache.CacheRoot;
import dev.nydusview.image.cache.ReadsFile.Entry;
import dev.nydusview.linux.TreeRemoval;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.path.FileStretches;
import dev.nydusview.rafs.path.Stretches;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Paths of the files that were read of each repository, on disk, so that a later mount can fetch them before they are asked
 * for. A hint that nothing depends on: a file that is damaged or of another user counts as absent, and failures to write are
 * ignored. Processes take turns to write by a lock; a reader sees a file as it was before or after.
 */
public final class RememberedReads {
    /** Repositories that are remembered at most: those that were written last. */
    static final int MAX_REPOSITORIES = 128;

    /** Mounts for which a path is remembered that none of them reads. */
    static final int MAX_AGE = 16;

    private static final Logger LOG = LoggerFactory.getLogger(RememberedReads.class);

    /** Attempts to get the lock, each with a wait; a process that stands still with it costs this one its reads only. */
    private static final int ATTEMPTS = 40;

    private static final long WAIT = TimeUnit.MILLISECONDS.toNanos(50);

    private static final Object OF_THIS_PROCESS = new Object();

    private final CacheLayout layout;

    public RememberedReads(CacheLayout layout) {
        this.layout = layout;
    }

    /** Returns the files that were read of images of {@code repository}, the latest mount's first; none if none is known. */
    List<FileStretches> known(String repository) {
        return entries(repository).stream().map(Entry::read).toList();
    }

    private List<Entry> entries(String repository) {
        ReadsFile file = read(layout.reads(repository));
        return file != null && file.repository().equals(repository) ? file.entries() : List.of();
    }

    /** Adds files that a mount has read, see {@link RepositoryReads#add}. */
    void add(String repository, List<FileStretches> read, boolean first) {
        if (read.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(layout.reads(), CacheRoot.PRIVATE_DIRECTORY);
            Ownership.require(layout.reads());
            synchronized (OF_THIS_PROCESS) {
                locked(() -> {
                    List<Entry> merged = merged(read, entries(repository), first ? 1 : 0);
                    write(layout.reads(repository), new ReadsFile(repository, merged).encode());
                    dropOldest();
                });
            }
        } catch (IOException e) {
            LOG.debug("what was read of {} is not remembered: {}", repository, e.toString());
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void locked(Work work) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        try (FileChannel channel = FileChannel.open(layout.reads().resolve("lock"), options, CacheRoot.PRIVATE_FILE)) {
            for (int i = 0; i < ATTEMPTS; i++) {
                try (FileLock lock = channel.tryLock()) {
                    if (lock != null) {
                        work.run();
                        return;
                    }
                }
                LockSupport.parkNanos(WAIT);
            }
        }
        throw new IOException("another process keeps the lock");
    }

    /** Returns {@code read} with the stretches that are known of these files, then the others, which are {@code older}. */
    private static List<Entry> merged(List<FileStretches> read, List<Entry> known, int older) {
        Map<String, FileStretches> before = new HashMap<>();
        known.forEach(entry -> before.put(key(entry.read().path()), entry.read()));
        Set<String> seen = new HashSet<>();
        List<Entry> merged = new ArrayList<>();
        for (FileStretches file : read) {
            String path = key(file.path());
            if (seen.add(path)) {
                Stretches union = new Stretches();
                file.stretches().forEach(union::add);
                before.getOrDefault(path, file).stretches().forEach(union::add);
                merged.add(new Entry(0, new FileStretches(file.path(), union.list())));
            }
        }
        for (Entry entry : known) {
            int age = entry.age() + older;
            if (age <= MAX_AGE && seen.add(key(entry.read().path()))) {
                merged.add(new Entry(age, entry.read()));
            }
        }
        return merged;
    }

    private static String key(EntryPath path) {
        return new String(path.bytes(), StandardCharsets.ISO_8859_1);
    }

    private void write(Path file, byte[] bytes) throws IOException {
        Path written = Files.createTempFile(layout.reads(), ".new-", "", CacheRoot.PRIVATE_FILE);
        try {
            Files.write(written, bytes);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    /** Removes the files that were written least recently, and those that killed processes have left half written. */
    private void dropOldest() throws IOException {
        List<Path> files = new ArrayList<>();
        Map<Path, Instant> written = new HashMap<>();
        for (Path file : CacheRoot.entries(layout.reads())) {
            if (Sha256.isHex(file.getFileName().toString())) {
                files.add(file);
                written.put(file, written(file));
            } else if (file.getFileName().toString().startsWith(".new-")) {
                Files.deleteIfExists(file); // whoever writes one holds the lock
            }
        }
        files.sort(Comparator.comparing(written::get));
        for (Path file : files.subList(0, Math.max(0, files.size() - MAX_REPOSITORIES))) {
            Files.deleteIfExists(file);
        }
    }

    private static Instant written(Path file) throws IOException {
        return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    }

    private static @Nullable ReadsFile read(Path file) {
        try {
            Ownership.require(file);
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > ReadsFile.MAX_STORED) {
                return null;
            }
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                return ReadsFile.decode(in.readNBytes(ReadsFile.MAX_STORED));
            }
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            LOG.debug("{} is not used: {}", file, e.toString());
            return null;
        }
    }

    /** Returns the repositories of which something is remembered, by name. */
    List<CachedReads> list() throws IOException {
        List<CachedReads> list = new ArrayList<>();
        for (Path file : CacheRoot.entries(layout.reads())) {
            ReadsFile content = Sha256.isHex(file.getFileName().toString()) ? read(file) : null;
            if (content != null) {
                list.add(new CachedReads(
                        content.repository(), content.entries().size(), Files.size(file), written(file)));
            }
        }
        list.sort(Comparator.comparing(CachedReads::repository));
        return list;
    }

    /** Removes what was last written before {@code oldest}; returns the number of repositories. */
    int removeBefore(Instant oldest) throws IOException {
        int removed = 0;
        for (Path file : CacheRoot.entries(layout.reads())) {
            if (Sha256.isHex(file.getFileName().toString()) && written(file).isBefore(oldest)) {
                Files.deleteIfExists(file);
                removed++;
            }
        }
        return removed;
    }

    /** Removes files that are damaged and names them to {@code damaged}. */
    void verify(Consumer<String> damaged) throws IOException {
        for (Path file : CacheRoot.entries(layout.reads())) {
            String name = file.getFileName().toString();
            if (Sha256.isHex(name) && read(file) == null) {
                Files.deleteIfExists(file);
                damaged.accept(name);
            }
        }
    }

    /** Removes all of them. */
    void clear() throws IOException {
        if (Files.isDirectory(layout.reads(), LinkOption.NOFOLLOW_LINKS)) {
            TreeRemoval.remove(layout.reads());
        }
    }
}
