package dev.nydusview.fuzz;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A long mutation run. Arguments: the number of mutants, the seed (a random one if it is missing), the number of the
 * first mutant. Fails if a mutant meets a defect or takes too long.
 */
public final class MutateMain {
    private static final long MAX_MILLIS = 2000;
    private static final int PROGRESS = 1000;

    private MutateMain() {}

    public static void main(String[] args) throws IOException {
        long count = Long.parseLong(args[0]);
        long seed = args.length > 1 ? Long.parseLong(args[1]) : new SplittableRandom().nextLong(1L << 32);
        long first = args.length > 2 ? Long.parseLong(args[2]) : 0;
        PrintStream out = System.out;
        out.printf("%d mutants, seed %d, first %d%n", count, seed, first);
        List<MutationRun.Result> results =
                new MutationRun(Subject.all(), seed).run(first, count, result -> watch(out, result));
        summarise(out, results);
        boolean failed = results.stream().anyMatch(MutateMain::isBad);
        System.exit(failed ? 1 : 0);
    }

    private static boolean isBad(MutationRun.Result result) {
        return result.outcome().failure() != null || result.millis() > MAX_MILLIS;
    }

    private static void watch(PrintStream out, MutationRun.Result result) {
        if (isBad(result)) {
            out.printf("mutant %d: %s: %d ms%n", result.number(), result.subject(), result.millis());
            Throwable failure = result.outcome().failure();
            if (failure != null) {
                failure.printStackTrace(out);
            }
        }
        if (result.number() % PROGRESS == PROGRESS - 1) {
            System.err.println(result.number() + 1);
        }
    }

    private static void summarise(PrintStream out, List<MutationRun.Result> results) {
        Map<String, Map<String, Integer>> outcomes = new TreeMap<>();
        MutationRun.Result slowest = results.get(0);
        long total = 0;
        for (MutationRun.Result result : results) {
            String part = result.subject().substring(result.subject().indexOf(' ') + 1);
            String version = result.subject().substring(0, 2);
            outcomes.computeIfAbsent(version + " " + part, key -> new TreeMap<>())
                    .merge(result.outcome().label(), 1, Integer::sum);
            slowest = result.millis() > slowest.millis() ? result : slowest;
            total += result.millis();
        }
        outcomes.forEach((subject, counts) -> out.printf("%-22s %s%n", subject, counts));
        out.printf(
                "total %d ms; slowest %d ms: mutant %d, %s%n",
                total, slowest.millis(), slowest.number(), slowest.subject());
        out.printf(
                "peak heap %d MiB of %d MiB%n",
                peakHeap() >> 20, Runtime.getRuntime().maxMemory() >> 20);
    }

    /** Returns an upper bound of the heap that was in use at any one time, in bytes. */
    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }
}
