package dev.nydusview.chunkstore;

/**
 * The speed at which ranges of one image arrive, as the bytes that take as long as a round trip: reading fewer bytes than that
 * to bridge a gap costs less than another request.
 */
final class LinkSpeed {
    /** Bytes of a range whose time is that of the round trip. */
    private static final int SHORT = 8 << 10;

    /** Bytes of a range whose time is that of its bytes, but for one round trip. */
    private static final int LONG = 128 << 10;

    /** The part of the newest range in the means. */
    private static final double NEWEST = 0.2;

    private final int most;
    private double roundTrip; // nanoseconds, 0 if unknown
    private double rate; // bytes in a nanosecond, 0 if unknown

    /** @param most bytes that are stated at most, and as long as nothing has been measured */
    LinkSpeed(int most) {
        this.most = most;
    }

    /** Adds a range that was read in {@code nanos}. */
    synchronized void add(int bytes, long nanos) {
        if (bytes <= SHORT) {
            roundTrip = mean(roundTrip, (double) nanos);
        } else if (bytes >= LONG && roundTrip > 0) {
            rate = mean(rate, bytes / Math.max(1, nanos - roundTrip));
        }
    }

    /** Returns the bytes of a round trip, at least an eighth of the most. */
    synchronized int roundTripBytes() {
        if (roundTrip == 0 || rate == 0) {
            return most;
        }
        return (int) Math.min(most, Math.max(most / 8.0, roundTrip * rate));
    }

    private static double mean(double before, double newest) {
        return before == 0 ? newest : before + NEWEST * (newest - before);
    }
}
