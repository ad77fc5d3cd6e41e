package dev.nydusview.inspect.diff;

/** What is not looked at. */
public record DiffOptions(boolean ignoreTimes, boolean ignoreOwners) {}
