package dev.nydusview.chunkstore;

/**
 * The number of ranges of one image that are worth prefetching at once: as many as keep all processors busy with decoding
 * what arrives. Over a slow link that is more than there are threads; from a server near by it is a few, and further ones
 * would only hold memory. Guarded by its user.
 */
final class PrefetchPace {
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    /** The part of the newest range in the means. */
    private static final double NEWEST = 0.2;

    private double waiting;
    private double working;

    /** Adds the nanoseconds in which one range was waited for and decoded. */
    void add(long waited, long worked) {
        double newest = working == 0 ? 1 : NEWEST;
        waiting += newest * (waited - waiting);
        working += newest * (Math.max(1, worked) - working);
    }

    /** Returns the number; twice the number of processors as long as no range has been read. */
    double worthwhile() {
        return working == 0 ? 2 * PROCESSORS : Math.ceil(PROCESSORS * (waiting + working) / working);
    }
}
