package dev.nydusview.authz.judge;

/** How bad a finding is, from bad to worse; reports call them Low, Medium, High, Critical and None. */
public enum Level {
    NONE,
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
}
