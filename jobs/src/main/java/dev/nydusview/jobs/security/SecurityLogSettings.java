package dev.nydusview.jobs.security;

import dev.nydusview.securitylog.EventDestination;
import dev.nydusview.securitylog.FileRotation;
import java.util.List;

/**
 * Places that events are delivered to.
 *
 * @param destinations each gets every event; none if no log is wanted
 * @param rotation of those that are files
 */
public record SecurityLogSettings(List<EventDestination> destinations, FileRotation rotation) {
    /** No log. */
    public static final SecurityLogSettings NONE = new SecurityLogSettings(List.of(), FileRotation.DEFAULT);

    public SecurityLogSettings {
        destinations = destinations.stream().distinct().toList();
    }
}
