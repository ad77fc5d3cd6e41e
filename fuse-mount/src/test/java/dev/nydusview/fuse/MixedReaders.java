package dev.nydusview.fuse;

import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Readers of all kinds at once, on a mount of {@link #tree} that another process serves, while the page cache is dropped at
 * random. They compare every byte.
 */
final class MixedReaders {
    private static final int DIRECTORIES = 30;
    private static final int SMALL = 100;
    private static final int LARGE = 16;
    private static final int MAX_SMALL = 12_000;
    private static final int LIMIT_SECONDS = 120;

    private final Path directory;
    private final long end;
    private final List<byte[]> large = new ArrayList<>();
    private final LongAdder operations = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder drops = new LongAdder();
    private final AtomicLong longest = new AtomicLong();

    MixedReaders(Path directory, int seconds) {
        this.directory = directory;
        this.end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (int i = 0; i < LARGE; i++) {
            large.add(largeContent(i));
        }
    }

    static SourceTree tree() {
        SourceTree tree = new SourceTree();
        for (int d = 0; d < DIRECTORIES; d++) {
            tree.directory("/d" + d);
            for (int i = 0; i < SMALL; i++) {
                tree.file("/d" + d + "/f" + i, smallContent(d, i));
            }
        }
        for (int i = 0; i < LARGE; i++) {
            tree.file("/large" + i, largeContent(i));
        }
        return tree;
    }

    private static byte[] smallContent(int directory, int number) {
        int seed = directory * SMALL + number;
        return BuiltTree.content(seed, seed * 7919 % MAX_SMALL);
    }

    private static byte[] largeContent(int number) {
        return BuiltTree.content(-1 - number, 200_000 + number * 123_457);
    }

    /** Runs {@code count} readers until the time is over; an error if one of them saw a wrong byte or failed. */
    void run(int count) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count + 1);
        try {
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int kind = i;
                readers.add(threads.submit(() -> {
                    Random random = new Random(kind);
                    while (System.nanoTime() < end) {
                        once(kind % 5, random);
                    }
                    return null;
                }));
            }
            if (PageCache.canDrop()) {
                readers.add(threads.submit(this::drop));
            }
            long left = end - System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
            long deadline = System.nanoTime() + left;
            for (Future<?> reader : readers) {
                reader.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void once(int kind, Random random) throws IOException {
        switch (kind) {
            case 0 -> walk();
            case 1 -> sequential(random.nextInt(DIRECTORIES));
            case 2 -> anywhere(random, false);
            case 3 -> anywhere(random, true);
            default -> direct(random.nextInt(LARGE), random);
        }
    }

    private Void drop() throws IOException, InterruptedException {
        Random random = new Random(0);
        while (System.nanoTime() < end) {
            PageCache.drop(random.nextInt(4) == 0);
            drops.increment();
            TimeUnit.MILLISECONDS.sleep(random.nextInt(300));
        }
        return null;
    }

    private void walk() throws IOException {
        int files = 0;
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                long start = System.nanoTime();
                Files.getAttribute(path, "unix:size", LinkOption.NOFOLLOW_LINKS);
                done(start, 0);
                files++;
            }
        }
        require(files == 1 + DIRECTORIES * (1 + SMALL) + LARGE, "a walk saw " + files + " files");
    }

    /** Reads a directory in the order of its listing. */
    private void sequential(int number) throws IOException {
        Path parent = directory.resolve("d" + number);
        List<Path> files;
        try (Stream<Path> listed = Files.list(parent)) {
            files = listed.toList();
        }
        require(files.size() == SMALL, parent + " lists " + files.size() + " files");
        for (Path file : files) {
            long start = System.nanoTime();
            byte[] read = Files.readAllBytes(file);
            done(start, read.length);
            int i = Integer.parseInt(file.getFileName().toString().substring(1));
            require(Arrays.equals(read, smallContent(number, i)), file + " has other bytes");
        }
    }

    private void anywhere(Random random, boolean mapped) throws IOException {
        int number = random.nextInt(LARGE);
        byte[] content = large.get(number);
        Path file = directory.resolve("large" + number);
        try (FileChannel channel = FileChannel.open(file);
                NativeCalls calls = NativeCalls.file(file)) {
            for (int i = 0; i < 10; i++) {
                int from = random.nextInt(content.length);
                int length = Math.min(1 + random.nextInt(100_000), content.length - from);
                long start = System.nanoTime();
                byte[] read = mapped ? calls.mapped(content.length, from, length) : read(channel, from, length);
                done(start, length);
                require(
                        Arrays.equals(read, 0, length, content, from, from + length),
                        "large" + number + " has other bytes at " + from);
            }
        }
    }

    private static byte[] read(FileChannel channel, int from, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        while (target.hasRemaining() && channel.read(target, from + target.position()) >= 0) {}
        return target.array();
    }

    private void direct(int number, Random random) throws IOException {
        byte[] content = large.get(number);
        try (NativeCalls file = NativeCalls.direct(directory.resolve("large" + number))) {
            int from = random.nextInt(content.length);
            long start = System.nanoTime();
            byte[] read = file.read(from, 300_000);
            done(start, read.length);
            require(
                    Arrays.equals(read, Arrays.copyOfRange(content, from, Math.min(from + 300_000, content.length))),
                    "large" + number + " has other bytes at " + from + ", past the page cache");
        }
    }

    private void done(long start, int length) {
        operations.increment();
        bytes.add(length);
        longest.accumulateAndGet(System.nanoTime() - start, Math::max);
    }

    private static void require(boolean right, String failure) {
        if (!right) {
            throw new AssertionError(failure);
        }
    }

    /** Returns the milliseconds of the longest single operation. */
    long longestMillis() {
        return TimeUnit.NANOSECONDS.toMillis(longest.get());
    }

    long operations() {
        return operations.sum();
    }

    @Override
    public String toString() {
        return operations.sum() + " operations, " + (bytes.sum() >> 20) + " MiB compared, page cache dropped "
                + drops.sum() + " times, longest operation " + longestMillis() + " ms";
    }
}
