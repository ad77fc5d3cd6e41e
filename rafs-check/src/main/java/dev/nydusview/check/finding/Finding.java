package dev.nydusview.check.finding;

/**
 * One thing that is wrong.
 *
 * @param code kind of fault, in lower case with hyphens; the same fault has the same code in both formats
 * @param message what was found and what was expected
 */
public record Finding(Severity severity, String code, Location place, String message) {}
