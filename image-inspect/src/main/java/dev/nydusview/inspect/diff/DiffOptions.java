package dev.nydusview.inspect.diff;

/** Properties that a comparison leaves out. */
public record DiffOptions(boolean ignoreTimes, boolean ignoreOwners) {}
