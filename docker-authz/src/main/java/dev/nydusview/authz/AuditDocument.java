package dev.nydusview.authz;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A decision as a JSON document. */
final class AuditDocument {
    private AuditDocument() {}

    static Map<String, Object> of(AuditRecord decided) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("time", decided.time().toString());
        entry.put("answer", lower(decided.effect()));
        entry.put("cause", lower(decided.cause()).replace('_', '-'));
        entry.put("action", decided.action().toString());
        entry.put("user", decided.user());
        entry.put("image", decided.image());
        if (decided.digest() != null) {
            entry.put("digest", decided.digest());
        }
        ScannedManifest read = decided.manifest();
        if (read != null) {
            entry.put("read", read(read));
        }
        if (decided.rule() != null) {
            entry.put("rule", decided.rule());
        }
        Map<String, Integer> findings = new TreeMap<>();
        decided.findings().forEach((level, number) -> findings.put(lower(level), number));
        entry.put("findings", findings);
        entry.put("kept", decided.cached());
        entry.put("milliseconds", decided.took().toMillis());
        entry.put("message", decided.message());
        return entry;
    }

    private static Map<String, Object> read(ScannedManifest read) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("digest", read.digest());
        entry.put("relation", read.relation().toString());
        return entry;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
