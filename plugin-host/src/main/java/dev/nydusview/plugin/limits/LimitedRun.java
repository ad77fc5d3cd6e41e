package dev.nydusview.plugin.limits;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Limits that are set for one run. */
public interface LimitedRun extends AutoCloseable {
    /** Words to put before a command, by which it comes under the limits. */
    default List<String> wrapper() {
        return List.of();
    }

    /** Files of control groups: a process joins by writing 0 to each, and its children are born in there. */
    default List<Path> groups() {
        return List.of();
    }

    /** Returns the limits and the means that enforce them, such as {@code memory 1073741824 bytes (cgroup v2)}. */
    List<String> description();

    /** Returns a sentence about the limit that was exceeded, as far as the system tells. */
    default Optional<String> exceeded() {
        return Optional.empty();
    }

    /** Removes the limits, and with a group the processes that are left in it. */
    @Override
    void close();
}
