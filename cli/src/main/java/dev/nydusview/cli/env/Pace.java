package dev.nydusview.cli.env;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** Growth of an amount, by what it was at earlier moments. */
final class Pace {
    /** A rate of less than a second is an accident. */
    private static final double LEAST_SECONDS = 1;

    private final long window;
    private final Deque<Moment> earlier = new ArrayDeque<>();

    private record Moment(long nanoseconds, long amount) {}

    /** @param seconds of the past that count */
    Pace(long seconds) {
        this.window = TimeUnit.SECONDS.toNanos(seconds);
    }

    /** Notes the amount at a moment, and returns its growth in a second; 0 while that is unknown. */
    double at(long nanoseconds, long amount) {
        while (earlier.size() > 1 && nanoseconds - earlier.getFirst().nanoseconds > window) {
            earlier.removeFirst();
        }
        if (!earlier.isEmpty() && earlier.getLast().amount > amount) {
            earlier.clear(); // it counts something else
        }
        earlier.addLast(new Moment(nanoseconds, amount));
        Moment first = earlier.getFirst();
        double seconds = (nanoseconds - first.nanoseconds) / 1e9;
        return seconds < LEAST_SECONDS ? 0 : (amount - first.amount) / seconds;
    }
}
