package dev.nydusview.securitylog;

import dev.nydusview.base.SafeStream;
import dev.nydusview.base.json.Documents;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An event, such as a finding or a verdict.
 *
 * @param kind of the event, in at most 32 letters and hyphens
 * @param fields further members of the JSON document, in their order: whatever {@link Documents} can write
 */
public record SecurityEvent(Instant time, EventSeverity severity, String kind, Map<String, Object> fields) {
    public SecurityEvent {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** Makes an event of this moment. */
    public static SecurityEvent now(EventSeverity severity, String kind, Map<String, Object> fields) {
        return new SecurityEvent(Instant.now(), severity, kind, fields);
    }

    /** Returns the document in one line, without a line feed, with everything escaped that a terminal would act on. */
    byte[] document() {
        return document(fields, List.of());
    }

    /**
     * Returns a document of at most {@code max} bytes: the largest fields are left out of one that is longer, and are
     * named as {@code omitted}.
     */
    byte[] document(int max) {
        byte[] document = document();
        Map<String, Object> kept = new LinkedHashMap<>(fields);
        List<String> omitted = new ArrayList<>();
        while (document.length > max && !kept.isEmpty()) {
            String largest = Collections.max(
                            kept.entrySet(),
                            (one, other) -> Integer.compare(size(one.getValue()), size(other.getValue())))
                    .getKey();
            kept.remove(largest);
            omitted.add(largest);
            document = document(kept, omitted);
        }
        return document;
    }

    private static int size(Object value) {
        return Documents.message(value).length;
    }

    private byte[] document(Map<String, Object> members, List<String> omitted) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("time", time.truncatedTo(ChronoUnit.MILLIS).toString());
        all.put("severity", severity.label());
        all.put("kind", kind);
        all.putAll(members);
        if (!omitted.isEmpty()) {
            all.put("omitted", omitted);
        }
        return SafeStream.json(Documents.message(all));
    }
}
