package dev.nydusview.image.sample;

import dev.nydusview.image.access.Access;
import java.time.Duration;
import java.util.Map;

/** Access of tests: nothing comes from the machine that runs them. */
public final class SampleAccess {
    private SampleAccess() {}

    /** Returns access for linux/amd64 with one retry. */
    public static Access plain() {
        return plain(Map.of());
    }

    /** The same with variables. */
    public static Access plain(Map<String, String> environment) {
        return Access.of(environment)
                .withPlatform("linux/amd64")
                .withTransport(transport -> transport.withRetryFor(Duration.ofSeconds(1)));
    }
}
