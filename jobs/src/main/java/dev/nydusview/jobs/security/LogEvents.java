package dev.nydusview.jobs.security;

import dev.nydusview.authz.AuditRecord;
import dev.nydusview.plugin.log.LogEntry;
import dev.nydusview.securitylog.EventSeverity;
import dev.nydusview.securitylog.SecurityEvent;
import java.util.LinkedHashMap;
import java.util.Map;

/** Events of what is logged elsewhere too: {@code plugin-log} and {@code decision}. */
final class LogEvents {
    private LogEvents() {}

    static SecurityEvent of(LogEntry entry) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("level", entry.level().label());
        fields.put("message", entry.message());
        fields.put("fields", entry.fields());
        return new SecurityEvent(entry.time(), severity(entry), "plugin-log", fields);
    }

    private static EventSeverity severity(LogEntry entry) {
        return switch (entry.level()) {
            case PANIC, FATAL, ERROR -> EventSeverity.ERROR;
            case WARN -> EventSeverity.WARNING;
            case INFO -> EventSeverity.INFO;
            case DEBUG, TRACE -> EventSeverity.DEBUG;
        };
    }

    static SecurityEvent of(AuditRecord decided) {
        Map<String, Object> fields = new LinkedHashMap<>(decided.document());
        fields.remove("time");
        return new SecurityEvent(
                decided.time(), decided.isAllowed() ? EventSeverity.INFO : EventSeverity.WARNING, "decision", fields);
    }
}
