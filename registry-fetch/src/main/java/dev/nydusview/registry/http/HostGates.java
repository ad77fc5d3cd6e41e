package dev.nydusview.registry.http;

import dev.nydusview.registry.Traffic;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The hosts that fail at present, which the images of a process share. */
final class HostGates {
    /** Limit of tracked hosts, as a registry may lead to any number of them. */
    private static final int MAX_HOSTS = 256;

    private static final long FORGOTTEN_AFTER = TimeUnit.MINUTES.toNanos(2);

    private final Map<String, HostGate> failing = new ConcurrentHashMap<>();
    private final WaitNotices notices = new WaitNotices();
    private final Traffic traffic = new Traffic();

    WaitNotices notices() {
        return notices;
    }

    Traffic traffic() {
        return traffic;
    }

    /** Returns the hosts that are down, with the time for which each has failed. */
    Map<String, Duration> down() {
        Map<String, Duration> down = new TreeMap<>();
        failing.forEach((host, gate) -> {
            if (gate.isDown()) {
                down.put(host, gate.failingFor());
            }
        });
        return down;
    }

    static String host(HttpUrl url) {
        return url.host() + ":" + url.port();
    }

    /** Returns the gate of a host that has failed; null for any other. */
    @Nullable
    HostGate find(HttpUrl url) {
        return failing.isEmpty() ? null : failing.get(host(url));
    }

    /** Returns the gate for a host that fails; null if too many others do. */
    @Nullable
    HostGate add(HttpUrl url) {
        if (failing.size() >= MAX_HOSTS) {
            failing.values().removeIf(gate -> gate.isForgotten(FORGOTTEN_AFTER));
        }
        HostGate known = find(url);
        if (known != null || failing.size() >= MAX_HOSTS) {
            return known;
        }
        return failing.computeIfAbsent(host(url), host -> new HostGate(host, notices, traffic));
    }

    /** Opens the gate of a host that has answered. */
    void answered(HttpUrl url) {
        HostGate gate = failing.isEmpty() ? null : failing.remove(host(url));
        if (gate != null) {
            gate.recovered();
        }
    }

    boolean isDown(HttpUrl url) {
        HostGate gate = find(url);
        return gate != null && gate.isDown();
    }
}
