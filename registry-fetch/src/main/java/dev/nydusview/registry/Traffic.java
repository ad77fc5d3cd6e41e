package dev.nydusview.registry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the requests of a process by host. A registry may lead to any number of hosts: those beyond {@link #MAX_HOSTS} are
 * counted together. Safe for concurrent use.
 */
public final class Traffic {
    /** Hosts that are told apart. */
    public static final int MAX_HOSTS = 32;

    /** The name under which the other hosts are counted. */
    public static final String OTHER = "other";

    private static final int CLASSES = 6;

    private final Map<String, Counters> hosts = new ConcurrentHashMap<>();
    private final Counters others = new Counters();

    private static final class Counters {
        /** Answers by the first digit of their status; at 0 requests without an answer. */
        private final AtomicLongArray answers = new AtomicLongArray(CLASSES);

        private final LongAdder bytes = new LongAdder();
        private final LongAdder repetitions = new LongAdder();
        private final LongAdder waited = new LongAdder();
    }

    /**
     * Traffic of a host so far.
     *
     * @param host name and port; {@link #OTHER} for those beyond the bound
     * @param answers numbers of answers by class of status, such as 2xx; those of requests without an answer under "none"
     * @param bytes of bodies that have arrived
     * @param repetitions requests among these that repeat a failed one
     * @param waited time that reads have waited for the host to come back, or for the next attempt, added up
     */
    public record Host(String host, Map<String, Long> answers, long bytes, long repetitions, Duration waited) {}

    /** Counts an answer. */
    public void answered(String host, int status) {
        of(host).answers.incrementAndGet(Math.max(0, Math.min(status / 100, CLASSES - 1)));
    }

    /** Counts a request without an answer. */
    public void unanswered(String host) {
        of(host).answers.incrementAndGet(0);
    }

    /** Counts bytes of a body. */
    public void received(String host, long bytes) {
        of(host).bytes.add(bytes);
    }

    /** Counts a request that repeats a failed one. */
    public void repeated(String host) {
        of(host).repetitions.increment();
    }

    /** Counts time that a read waits. */
    public void waited(String host, long nanos) {
        of(host).waited.add(nanos);
    }

    private Counters of(String host) {
        Counters known = hosts.get(host);
        if (known != null) {
            return known;
        }
        // A few threads at the bound may add a host each; it stays a bound.
        return hosts.size() >= MAX_HOSTS ? others : hosts.computeIfAbsent(host, added -> new Counters());
    }

    /** Returns the traffic of each host, in alphabetical order. */
    public List<Host> hosts() {
        Map<String, Counters> all = new TreeMap<>(hosts);
        all.put(OTHER, others);
        return all.entrySet().stream()
                .map(host -> snapshot(host.getKey(), host.getValue()))
                .filter(host -> !host.host().equals(OTHER) || !host.answers().isEmpty())
                .toList();
    }

    private static Host snapshot(String name, Counters counters) {
        Map<String, Long> answers = new TreeMap<>();
        for (int first = 0; first < CLASSES; first++) {
            long count = counters.answers.get(first);
            if (count > 0) {
                answers.put(first == 0 ? "none" : first + "xx", count);
            }
        }
        return new Host(
                name,
                answers,
                counters.bytes.sum(),
                counters.repetitions.sum(),
                Duration.ofNanos(counters.waited.sum()));
    }
}
