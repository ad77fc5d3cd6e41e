package dev.nydusview.jobs.metrics;

import dev.nydusview.authz.policy.Effect;
import dev.nydusview.chunkstore.ChunkStore;
import dev.nydusview.chunkstore.FetchCounts;
import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.chunkstore.cache.CachedBlob;
import dev.nydusview.chunkstore.cache.CachedBlobs;
import dev.nydusview.fuse.OperationCounts;
import dev.nydusview.image.ImageLibrary;
import dev.nydusview.registry.Traffic;
import dev.nydusview.scan.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Takes the values of all counters and gauges. Safe for concurrent use. */
final class Samples {
    /** Measuring a cache takes a process and a look at each file in it. */
    private static final long CACHE_PERIOD = TimeUnit.MINUTES.toNanos(1);

    private final Measurements measured;
    private long cacheMeasured;
    private double cacheSize = -1;

    Samples(Measurements measured) {
        this.measured = measured;
    }

    /** @param healthy whether the command can do its work */
    List<Sample> take(boolean healthy) {
        List<Sample> samples = new ArrayList<>();
        measured.library().ifPresent(library -> {
            registry(library, samples);
            chunks(library.fetched(), samples);
            cache(library, samples);
        });
        mounts(samples);
        for (Verdict verdict : Verdict.values()) {
            samples.add(Sample.of(Metric.SCANS, measured.scans(verdict), lower(verdict)));
        }
        for (Effect effect : Effect.values()) {
            samples.add(Sample.of(Metric.AUTHZ_DECISIONS, measured.decisions(effect), lower(effect)));
        }
        samples.add(Sample.of(Metric.SCANNER_TIMEOUTS, measured.timeouts()));
        process(samples);
        samples.add(Sample.of(Metric.UP, healthy ? 1 : 0));
        return samples;
    }

    private static void registry(ImageLibrary library, List<Sample> samples) {
        for (Traffic.Host host : library.traffic().hosts()) {
            String name = host.host();
            host.answers()
                    .forEach((status, count) -> samples.add(Sample.of(Metric.REGISTRY_REQUESTS, count, name, status)));
            samples.add(Sample.of(Metric.REGISTRY_RECEIVED, host.bytes(), name));
            samples.add(Sample.of(Metric.REGISTRY_RETRIES, host.repetitions(), name));
            samples.add(Sample.of(Metric.REGISTRY_WAITING, host.waited().toMillis() / 1e3, name));
        }
        samples.add(Sample.of(Metric.REGISTRY_DOWN, library.outages().size()));
    }

    private static void chunks(ChunkStore.Totals totals, List<Sample> samples) {
        FetchCounts counts = totals.counts();
        samples.add(Sample.of(Metric.BLOB_RANGES, counts.ranges()));
        samples.add(Sample.of(Metric.BLOB_RANGES_AGAIN, counts.rangesAgain()));
        samples.add(Sample.of(Metric.BLOB_BYTES, counts.rangeBytes()));
        samples.add(Sample.of(Metric.BLOB_BYTES_AHEAD, totals.aheadBytes()));
        samples.add(Sample.of(Metric.CHUNKS_VERIFIED, counts.chunksFetched(), "source"));
        samples.add(Sample.of(Metric.CHUNKS_VERIFIED, counts.chunksFromCache(), "cache"));
        samples.add(Sample.of(Metric.CACHE_WRITE_FAILURES, counts.cacheWriteFailures()));
    }

    private synchronized void cache(ImageLibrary library, List<Sample> samples) {
        Path root = library.cacheRoot().orElse(null);
        if (root == null) {
            return;
        }
        if (cacheSize < 0 || System.nanoTime() - cacheMeasured > CACHE_PERIOD) {
            try {
                cacheSize = new CachedBlobs(new CacheLayout(root))
                        .list().stream().mapToLong(CachedBlob::bytes).sum();
            } catch (IOException | RuntimeException e) {
                return; // it is not known
            }
            cacheMeasured = System.nanoTime();
        }
        samples.add(Sample.of(Metric.CACHE_SIZE, cacheSize));
    }

    private void mounts(List<Sample> samples) {
        OperationCounts.Totals totals = measured.operations();
        samples.add(Sample.of(Metric.MOUNTS_OPEN, measured.mounts()));
        Iterator<Long> operations = totals.operations().iterator();
        for (OperationCounts.Operation operation : OperationCounts.Operation.values()) {
            samples.add(Sample.of(Metric.FUSE_OPERATIONS, operations.next(), lower(operation)));
        }
        Iterator<Long> failures = totals.failures().iterator();
        for (OperationCounts.Failure kind : OperationCounts.Failure.values()) {
            samples.add(Sample.of(Metric.FUSE_FAILURES, failures.next(), lower(kind)));
        }
        samples.add(Sample.of(Metric.FUSE_SERVED, totals.bytesServed()));
    }

    private static void process(List<Sample> samples) {
        Runtime runtime = Runtime.getRuntime();
        samples.add(Sample.of(Metric.JVM_HEAP, runtime.totalMemory() - runtime.freeMemory(), "used"));
        samples.add(Sample.of(Metric.JVM_HEAP, runtime.totalMemory(), "committed"));
        samples.add(Sample.of(Metric.JVM_HEAP, runtime.maxMemory(), "max"));
        ProcessHandle.current()
                .info()
                .startInstant()
                .ifPresent(start -> samples.add(Sample.of(Metric.START_TIME, start.toEpochMilli() / 1e3)));
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmRSS:")) {
                    samples.add(Sample.of(Metric.RESIDENT, 1024 * number(line)));
                } else if (line.startsWith("Threads:")) {
                    samples.add(Sample.of(Metric.THREADS, number(line)));
                }
            }
        } catch (IOException | NumberFormatException e) {
            return; // there is no /proc
        }
    }

    private static double number(String line) {
        return Double.parseDouble(
                line.substring(line.indexOf(':') + 1).replace("kB", "").strip());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
