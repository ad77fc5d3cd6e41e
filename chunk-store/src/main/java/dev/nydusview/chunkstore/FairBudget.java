package dev.nydusview.chunkstore;

import java.util.HashMap;
import java.util.Map;

/**
 * An amount that the images of several origins (registries, say) share. None of them gets more than two thirds of what
 * the others leave, so that one that keeps all it has, as its registry is slow, leaves something to others, and they to
 * others still. Guarded by its user.
 */
final class FairBudget {
    private final long most;
    private final Map<String, Long> taken = new HashMap<>();
    private long all;
    private long peak;

    private FairBudget(long most) {
        this.most = most;
    }

    /** A budget of which one origin gets {@code amount} while no other takes any. */
    static FairBudget ofOne(long amount) {
        return new FairBudget(amount + (amount + 1) / 2);
    }

    /** What all origins get together. */
    long most() {
        return most;
    }

    long all() {
        return all;
    }

    /** The most that was taken at a time. */
    long peak() {
        return peak;
    }

    /** Tests whether {@code origin} may take {@code amount} now. An amount of nothing, always. */
    boolean admits(String origin, long amount) {
        long own = taken.getOrDefault(origin, 0L);
        if (own == 0 || amount == 0) {
            return all + amount <= most;
        }
        long others = all - own;
        return 3 * (own + amount) <= 2 * (most - others);
    }

    void take(String origin, long amount) {
        if (amount > 0) {
            taken.merge(origin, amount, Long::sum);
            all += amount;
            peak = Math.max(peak, all);
        }
    }

    void giveBack(String origin, long amount) {
        if (amount > 0) {
            taken.computeIfPresent(origin, (same, own) -> own == amount ? null : own - amount);
            all -= amount;
        }
    }
}
