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
    private final Map<String, Share> shares = new HashMap<>();
    private long all;
    private long peak;

    private FairBudget(long most) {
        this.most = most;
    }

    /** A budget of which one origin gets {@code amount} while no other takes any. */
    static FairBudget ofOne(long amount) {
        return new FairBudget(amount + (amount + 1) / 2);
    }

    /** The share of {@code origin}, which all who open it have in common. */
    Share open(String origin) {
        Share share = shares.computeIfAbsent(origin, Share::new);
        share.users++;
        return share;
    }

    /** All that origins can take together. */
    long most() {
        return most;
    }

    /** All that they have taken. */
    long all() {
        return all;
    }

    /** The most that they had taken at a time. */
    long peak() {
        return peak;
    }

    /** The part that one origin has taken. */
    final class Share {
        private final String origin;
        private int users;
        private long own;

        private Share(String origin) {
            this.origin = origin;
        }

        /** Tests whether {@code amount} may be taken now; nothing, always. */
        boolean admits(long amount) {
            if (own == 0 || amount == 0) {
                return all + amount <= most;
            }
            long others = all - own;
            return 3 * (own + amount) <= 2 * (most - others);
        }

        void take(long amount) {
            own += amount;
            all += amount;
            peak = Math.max(peak, all);
        }

        void giveBack(long amount) {
            own -= amount;
            all -= amount;
        }

        /** Ends one use. What is taken still can be given back. */
        void close() {
            users--;
            if (users == 0) {
                shares.remove(origin);
            }
        }
    }
}
