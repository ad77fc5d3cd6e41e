package dev.nydusview.plugin.service;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import tools.jackson.databind.JsonNode;

/** Times of plugins, which write them as RFC 3339. */
public final class PluginTime {
    private static final Instant ZERO_OF_GO = Instant.parse("0001-01-01T00:00:00Z");

    private PluginTime() {}

    /** Returns the time in {@code value}; that of {@code clock} if it is absent or Go's zero time. */
    public static Instant parse(JsonNode value, InstantSource clock) {
        try {
            Instant time = OffsetDateTime.parse(value.stringValue("")).toInstant();
            return time.equals(ZERO_OF_GO) ? clock.instant() : time;
        } catch (DateTimeException e) {
            return clock.instant();
        }
    }
}
