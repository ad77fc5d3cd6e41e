package dev.nydusview.scan.mount;

import dev.nydusview.fuse.MountEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings for showing an image to programs, and for running these over it.
 *
 * @param timeout time for one program
 * @param retries further attempts of programs whose reads have failed
 * @param verifyOnOpen bytes of the largest file that is verified when it is opened; negative for none
 * @param budget stored bytes that may be fetched ahead at most
 * @param cache root of the disk cache, which programs may need to see; null for none
 * @param hidden files and directories that programs must not see
 * @param engine makes the mounts; null if nothing is mounted
 */
public record MountSettings(
        Duration timeout,
        int retries,
        long verifyOnOpen,
        long budget,
        @Nullable Path cache,
        List<Path> hidden,
        MountEngine.@Nullable Factory engine) {
    /** Half an hour, no retries, 256 MiB ahead; no cache, and nothing hidden. */
    public static final MountSettings DEFAULT =
            new MountSettings(Duration.ofMinutes(30), 0, -1, 256L << 20, null, List.of(), null);

    /** Settings that no host has completed yet; see {@link #on}. */
    public static MountSettings of(Duration timeout, int retries, long verifyOnOpen, long budget) {
        return new MountSettings(timeout, retries, verifyOnOpen, budget, null, List.of(), null);
    }

    public MountSettings {
        hidden = List.copyOf(hidden);
    }

    /** The same with another limit for how long a program may take. */
    public MountSettings withTimeout(Duration other) {
        return new MountSettings(other, retries, verifyOnOpen, budget, cache, hidden, engine);
    }

    public MountSettings withRetries(int other) {
        return new MountSettings(timeout, other, verifyOnOpen, budget, cache, hidden, engine);
    }

    /** The same on a host with this cache, which hides these files and directories, and mounts by this engine. */
    public MountSettings on(@Nullable Path hostCache, List<Path> hostHidden, MountEngine.Factory hostEngine) {
        return new MountSettings(timeout, retries, verifyOnOpen, budget, hostCache, hostHidden, hostEngine);
    }
}
