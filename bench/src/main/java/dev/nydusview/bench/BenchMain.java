package dev.nydusview.bench;

import dev.nydusview.fuse.kernel.MetadataBenchmark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks of the reader, of BLAKE3 and of the native engine's metadata, and prints a table of each. Takes JMH's
 * own arguments, such as {@code -p kind=v6-zstd-1m}; what JMH itself prints goes to {@code bench/target/jmh.log}. A
 * benchmark that fails ends the run.
 */
public final class BenchMain {
    private static final String ROW = "%-16s %14s %14s %14s %12s%n";
    private static final String DIGEST_ROW = "%-16s %14s %14s%n";

    private static final String REQUEST_ROW = "%-16s %14s %14s %16s%n";

    /** Bytes per operation, of {@link GCProfiler}. */
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private static final Path LOG = Path.of("bench", "target", "jmh.log");

    private BenchMain() {}

    public static void main(String[] arguments) throws CommandLineOptionException, IOException {
        try {
            Collection<RunResult> results = run(arguments);
            print(scores(results, "kind"));
            printDigests(scores(results, "length"));
            printRequests(results);
        } catch (RunnerException e) {
            System.err.println("a benchmark failed: " + e.getMessage() + "; see " + LOG);
            System.exit(1);
        }
    }

    private static Collection<RunResult> run(String[] arguments) throws RunnerException, CommandLineOptionException {
        return new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(arguments))
                        .include(ReaderBenchmark.class.getSimpleName())
                        .include(Blake3Benchmark.class.getSimpleName())
                        .include(MetadataBenchmark.class.getSimpleName())
                        .addProfiler(GCProfiler.class)
                        .output(LOG.toString())
                        .shouldFailOnError(true)
                        .build())
                .run();
    }

    /** Returns the scores of the benchmarks that have {@code parameter}, by its value and by their names. */
    private static Map<String, Map<String, Double>> scores(Collection<RunResult> results, String parameter) {
        Map<String, Map<String, Double>> byValue = new TreeMap<>();
        for (RunResult result : results) {
            String value = result.getParams().getParam(parameter);
            String name = result.getParams().getBenchmark();
            if (value != null) {
                byValue.computeIfAbsent(value, absent -> new TreeMap<>())
                        .put(
                                name.substring(name.lastIndexOf('.') + 1),
                                result.getPrimaryResult().getScore());
            }
        }
        return byValue;
    }

    private static void print(Map<String, Map<String, Double>> byKind) throws IOException {
        System.out.printf(ROW, "image", "open us", "walk us", "decode us", "decode MB/s");
        for (Map.Entry<String, Map<String, Double>> row : byKind.entrySet()) {
            Map<String, Double> scores = row.getValue();
            double decode = scores.getOrDefault("decodeChunks", Double.NaN);
            System.out.printf(
                    ROW,
                    row.getKey(),
                    format(scores.getOrDefault("openBootstrap", Double.NaN)),
                    format(scores.getOrDefault("walkTree", Double.NaN)),
                    format(decode),
                    format(decodedBytes(row.getKey()) / decode));
        }
    }

    private static void printDigests(Map<String, Map<String, Double>> byLength) {
        System.out.printf(DIGEST_ROW, "BLAKE3 of bytes", "scalar MB/s", "vector MB/s");
        byLength.forEach((length, scores) -> {
            int bytes = Integer.parseInt(length);
            System.out.printf(
                    DIGEST_ROW,
                    length,
                    format(bytes / scores.getOrDefault("scalar", Double.NaN)),
                    format(bytes / scores.getOrDefault("vector", Double.NaN)));
        });
    }

    private static void printRequests(Collection<RunResult> results) {
        System.out.printf(REQUEST_ROW, "request", "image", "ns", "bytes allocated");
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            if (name.startsWith(MetadataBenchmark.class.getName())) {
                System.out.printf(
                        REQUEST_ROW,
                        name.substring(name.lastIndexOf('.') + 1),
                        result.getParams().getParam("version"),
                        format(result.getPrimaryResult().getScore()),
                        format(allocated(result)));
            }
        }
    }

    private static double allocated(RunResult result) {
        Result<?> bytes = result.getSecondaryResults().get(ALLOCATED);
        return bytes == null ? Double.NaN : bytes.getScore();
    }

    private static long decodedBytes(String kind) throws IOException {
        ReaderBenchmark benchmark = new ReaderBenchmark();
        benchmark.kind = kind;
        benchmark.open();
        return benchmark.decodedBytes();
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
