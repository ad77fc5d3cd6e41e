package dev.nydusview.check.finding;

/**
 * A fault that a check has found.
 *
 * @param code kind of fault, in lower case with hyphens; the same fault has the same code in both formats
 * @param message what was found and what was expected
 */
public record Finding(Severity severity, String code, Location place, String message) {}
