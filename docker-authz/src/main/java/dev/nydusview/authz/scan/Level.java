package dev.nydusview.authz.scan;

/** Severity of a finding, in ascending order; reports of plugins spell them None, Low, Medium, High and Critical. */
public enum Level {
    NONE,
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
}
