package dev.nydusview.authz;

import dev.nydusview.base.SafeStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Writes a line of JSON for each decision, with what a terminal would act on escaped. */
public final class AuditLog implements DecisionListener {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final OutputStream out;

    /** @param out is flushed after each line, and left open */
    public AuditLog(OutputStream out) {
        this.out = out;
    }

    @Override
    public void decided(Decision decision) {
        byte[] document = SafeStream.json(MAPPER.writeValueAsBytes(entry(decision)));
        byte[] line = Arrays.copyOf(document, document.length + 1);
        line[document.length] = '\n';
        synchronized (out) {
            try {
                out.write(line);
                out.flush();
            } catch (IOException e) {
                LOG.error("cannot write to the audit log: {}", e.getMessage());
            }
        }
    }

    private static Map<String, Object> entry(Decision decision) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("time", decision.time().toString());
        entry.put("answer", lower(decision.answer()));
        entry.put("cause", lower(decision.cause()).replace('_', '-'));
        entry.put("action", decision.action().toString());
        entry.put("user", decision.user());
        entry.put("image", decision.image());
        if (decision.digest() != null) {
            entry.put("digest", decision.digest());
        }
        ReadImage read = decision.read();
        if (read != null) {
            entry.put("read", read(read));
        }
        if (decision.rule() != null) {
            entry.put("rule", decision.rule());
        }
        Map<String, Integer> findings = new TreeMap<>();
        decision.findings().forEach((level, number) -> findings.put(lower(level), number));
        entry.put("findings", findings);
        entry.put("kept", decision.kept());
        entry.put("milliseconds", decision.took().toMillis());
        entry.put("message", decision.message());
        return entry;
    }

    private static Map<String, Object> read(ReadImage read) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("digest", read.digest());
        entry.put("relation", read.relation().toString());
        return entry;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
