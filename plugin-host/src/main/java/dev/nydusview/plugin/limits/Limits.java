package dev.nydusview.plugin.limits;

/**
 * Limits for one run of a plugin with all of its processes.
 *
 * @param memory bytes; 0 for no limit
 * @param cpus processors, such as 0.5; 0 for no limit
 * @param processes threads count as well; 0 for no limit
 */
public record Limits(long memory, double cpus, int processes) {
    /** 1 GiB of memory and 256 processes. */
    public static final Limits DEFAULT = new Limits(1L << 30, 0, 256);

    public static final Limits NONE = new Limits(0, 0, 0);

    public Limits {
        if (memory < 0 || !(cpus >= 0) || processes < 0) {
            throw new IllegalArgumentException("limits must not be negative");
        }
    }
}
