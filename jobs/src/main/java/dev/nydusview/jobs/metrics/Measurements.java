package dev.nydusview.jobs.metrics;

import dev.nydusview.authz.policy.Effect;
import dev.nydusview.fuse.MountEngine;
import dev.nydusview.fuse.OperationCounts;
import dev.nydusview.image.ImageLibrary;
import dev.nydusview.scan.ScannerResult;
import dev.nydusview.scan.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the work of a process so far, for its metrics and its health. Safe for concurrent use. */
public final class Measurements {
    private final Optional<ImageLibrary> library;
    private final MountCounts mounts = new MountCounts();
    private final ConcurrentMap<Verdict, LongAdder> verdicts = new ConcurrentHashMap<>();
    private final ConcurrentMap<Effect, LongAdder> decisions = new ConcurrentHashMap<>();
    private final LongAdder timeouts = new LongAdder();

    private Measurements(Optional<ImageLibrary> library) {
        this.library = library;
    }

    /** Returns measurements of a process whose images come from {@code library}. */
    public static Measurements of(ImageLibrary library) {
        return new Measurements(Optional.of(library));
    }

    /** Returns measurements of a process that opens no images. */
    public static Measurements withoutImages() {
        return new Measurements(Optional.empty());
    }

    /** Returns engines like those of {@code factory}, whose mounts are measured. */
    public MountEngine.Factory counting(MountEngine.Factory factory) {
        return mounts.counting(factory);
    }

    /** Counts the result of a scanner or plugin. */
    public void scanned(ScannerResult result) {
        verdicts.computeIfAbsent(result.verdict(), first -> new LongAdder()).increment();
        if ("timeout".equals(result.entry().ending())) {
            timeouts.increment();
        }
    }

    /** Counts a decision about a request of docker. */
    public void decided(Effect effect) {
        decisions.computeIfAbsent(effect, first -> new LongAdder()).increment();
    }

    Optional<ImageLibrary> library() {
        return library;
    }

    int mounts() {
        return mounts.mounts();
    }

    OperationCounts.Totals operations() {
        return mounts.totals();
    }

    long scans(Verdict verdict) {
        return sum(verdicts, verdict);
    }

    long decisions(Effect effect) {
        return sum(decisions, effect);
    }

    long timeouts() {
        return timeouts.sum();
    }

    private static <K> long sum(Map<K, LongAdder> counts, K key) {
        LongAdder count = counts.get(key);
        return count == null ? 0 : count.sum();
    }

    /** Hosts that do not answer at present, one a line; empty if there are none. */
    List<String> outages() {
        return library.map(images -> images.outages().entrySet().stream()
                        .map(host -> host.getKey() + " has not answered for "
                                + host.getValue().toSeconds() + " s")
                        .toList())
                .orElse(List.of());
    }
}
