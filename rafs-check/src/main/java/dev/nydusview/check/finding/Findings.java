package dev.nydusview.check.finding;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.UnsupportedFeatureException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects the findings of a check. All are counted and the first {@value #MAX_LISTED} are kept, so that a thoroughly
 * broken image takes no more memory than a sound one. Not safe for concurrent use.
 */
public final class Findings {
    /** Findings that are kept with their text. */
    public static final int MAX_LISTED = 1000;

    private final List<Finding> listed = new ArrayList<>();
    private final Map<Severity, Long> counts = new EnumMap<>(Severity.class);
    private @Nullable IOException unreadable;

    public void corrupt(String code, LocationSupplier subject, String message) {
        add(Severity.CORRUPT, code, subject, message);
    }

    public void warn(String code, LocationSupplier subject, String message) {
        add(Severity.WARNING, code, subject, message);
    }

    public void note(String code, LocationSupplier subject, String message) {
        add(Severity.NOTE, code, subject, message);
    }

    /** A finding of the severity that {@code failure} has. */
    public void failed(String code, LocationSupplier subject, IOException failure) {
        failed(code, subject, failure, String.valueOf(failure.getMessage()));
    }

    /** A finding of the severity that {@code failure} has, in other words. */
    public void failed(String code, LocationSupplier subject, IOException failure, String message) {
        Severity severity = severity(failure);
        if (severity == Severity.UNREADABLE && unreadable == null) {
            unreadable = failure;
        }
        add(severity, code, subject, message);
    }

    /** A step of a check, which throws where it cannot continue. */
    @FunctionalInterface
    public interface Step {
        void run() throws IOException;
    }

    /** Runs {@code step}, and makes a finding of its exception. Returns whether there was none. */
    public boolean attempt(String code, LocationSupplier subject, Step step) {
        try {
            step.run();
            return true;
        } catch (IOException e) {
            failed(code, subject, e);
            return false;
        }
    }

    private void add(Severity severity, String code, LocationSupplier subject, String message) {
        counts.merge(severity, 1L, Long::sum);
        if (hasRoom()) {
            listed.add(new Finding(severity, code, subject.place(), message));
        }
    }

    /** Returns the severity of a failure to read: damage, an unsupported feature, or neither. */
    public static Severity severity(IOException failure) {
        if (failure instanceof CorruptDataException) {
            return Severity.CORRUPT;
        }
        return failure instanceof UnsupportedFeatureException ? Severity.UNSUPPORTED : Severity.UNREADABLE;
    }

    public boolean hasRoom() {
        return listed.size() < MAX_LISTED;
    }

    public long count(Severity severity) {
        return counts.getOrDefault(severity, 0L);
    }

    public long count() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The first findings, in the order in which they were made. */
    public List<Finding> listed() {
        return List.copyOf(listed);
    }

    /** Returns the first failure to read; null if there was none. */
    public @Nullable IOException firstUnreadable() {
        return unreadable;
    }
}
