package dev.nydusview.authz;

import dev.nydusview.base.SafeStream;
import dev.nydusview.base.json.Documents;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a line of JSON for each decision, with everything escaped that a terminal would act on. */
public final class AuditLog implements AuditListener {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

    private final OutputStream out;

    /** @param out is flushed after each line, and left open */
    public AuditLog(OutputStream out) {
        this.out = out;
    }

    @Override
    public void decided(AuditRecord decided) {
        byte[] line = Documents.line(SafeStream.json(Documents.message(entry(decided))));
        synchronized (out) {
            try {
                out.write(line);
                out.flush();
            } catch (IOException e) {
                LOG.error("cannot write to the audit log: {}", e.getMessage());
            }
        }
    }

    private static Map<String, Object> entry(AuditRecord decided) {
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
