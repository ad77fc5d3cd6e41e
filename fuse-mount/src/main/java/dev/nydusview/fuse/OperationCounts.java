package dev.nydusview.fuse;

import static java.util.Objects.requireNonNull;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.UnsupportedFeatureException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts what the kernel asks of a mount, how long reads take, and what fails. Safe for concurrent use. */
public final class OperationCounts {
    /** Kinds of requests. */
    public enum Operation {
        LOOKUP,
        GETATTR,
        READDIR,
        READLINK,
        OPEN,
        READ,
        XATTR,
        OTHER
    }

    /** Kinds of failures that processes have seen. */
    public enum Failure {
        /** Bytes could not be had from the registry, from storage or from the disk. */
        REMOTE,
        /** The image, or what the registry has of it, is damaged. */
        CORRUPT,
        /** The image needs what is not supported. */
        UNSUPPORTED,
        /** A fault of nydusview, or a lack of memory or threads. */
        INTERNAL
    }

    /** Upper bounds of the classes of read latency, in seconds; a last class has none. */
    public static final List<Double> LATENCY_BOUNDS =
            List.of(0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 30.0, 60.0);

    private static final long[] BOUNDS = LATENCY_BOUNDS.stream()
            .mapToLong(seconds -> (long) (seconds * TimeUnit.SECONDS.toNanos(1)))
            .toArray();

    private final Map<Operation, LongAdder> operations = adders(Operation.class);
    private final Map<Failure, LongAdder> failures = adders(Failure.class);
    private final List<LongAdder> latencies =
            Stream.generate(LongAdder::new).limit(BOUNDS.length + 1).toList();
    private final LongAdder nanos = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> kinds) {
        return EnumSet.allOf(kinds).stream()
                .collect(Collectors.toMap(
                        kind -> kind, kind -> new LongAdder(), (one, other) -> one, () -> new EnumMap<>(kinds)));
    }

    /** Counts a request. */
    public void count(Operation operation) {
        requireNonNull(operations.get(operation)).increment();
    }

    void read(long count, long took) {
        bytes.add(count);
        nanos.add(took);
        int place = 0;
        while (place < BOUNDS.length && took > BOUNDS[place]) {
            place++;
        }
        latencies.get(place).increment();
    }

    void storedAhead(long count) {
        bytes.add(count);
    }

    void failed(Throwable cause) {
        requireNonNull(failures.get(kind(cause))).increment();
    }

    private static Failure kind(Throwable cause) {
        if (cause instanceof CorruptDataException) {
            return Failure.CORRUPT;
        }
        if (cause instanceof UnsupportedFeatureException) {
            return Failure.UNSUPPORTED;
        }
        boolean internal = !(cause instanceof IOException) || cause.getCause() instanceof Error;
        return internal ? Failure.INTERNAL : Failure.REMOTE;
    }

    /**
     * Counts so far.
     *
     * @param operations one of each {@link Operation}, in their order
     * @param failures one of each {@link Failure}, in their order
     * @param latencies reads by class of {@link #LATENCY_BOUNDS}, not cumulated
     * @param latencyNanos time of all reads together
     * @param bytesServed bytes of files that the kernel was given
     */
    public record Totals(
            List<Long> operations, List<Long> failures, List<Long> latencies, long latencyNanos, long bytesServed) {
        /** Returns the counts of a mount of which nothing was asked yet. */
        public static Totals none() {
            return new OperationCounts().totals();
        }

        /** Returns the counts of both. */
        public Totals plus(Totals other) {
            return new Totals(
                    sum(operations, other.operations),
                    sum(failures, other.failures),
                    sum(latencies, other.latencies),
                    latencyNanos + other.latencyNanos,
                    bytesServed + other.bytesServed);
        }

        private static List<Long> sum(List<Long> one, List<Long> other) {
            List<Long> sums = new ArrayList<>();
            for (int i = 0; i < one.size(); i++) {
                sums.add(one.get(i) + other.get(i));
            }
            return List.copyOf(sums);
        }
    }

    public Totals totals() {
        return new Totals(
                sums(operations.values()), sums(failures.values()), sums(latencies), nanos.sum(), bytes.sum());
    }

    private static List<Long> sums(Collection<LongAdder> adders) {
        return adders.stream().map(LongAdder::sum).toList();
    }
}
