package dev.nydusview.securitylog;

import com.cloudbees.syslog.Severity;
import java.util.Locale;

/** Severities of events, gravest first: those of syslog (RFC 5424 section 6.2.1) that concern a program. */
public enum EventSeverity {
    CRITICAL(Severity.CRITICAL),
    ERROR(Severity.ERROR),
    WARNING(Severity.WARNING),
    NOTICE(Severity.NOTICE),
    INFO(Severity.INFORMATIONAL),
    DEBUG(Severity.DEBUG);

    private final Severity syslog;

    EventSeverity(Severity syslog) {
        this.syslog = syslog;
    }

    Severity syslog() {
        return syslog;
    }

    /** Returns the name in lower case. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
