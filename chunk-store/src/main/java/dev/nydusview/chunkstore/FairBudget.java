package dev.nydusview.chunkstore;

import java.util.HashMap;
import java.util.Map;

/**
 * An amount of threads or bytes that the images of several origins, such as registries, share. An origin gets at most
 * two thirds of what the others leave, so that a slow registry, which gives back late, leaves a part to other origins,
 * and these leave a part to further ones. Guarded by its user.
 */
final class FairBudget {
    private final long most;
    private final Map<String, Share> shares = new HashMap<>();
    private long all;
    private long peak;

    private FairBudget(long most) {
        this.most = most;
    }

    /** Makes a budget of which one origin gets {@code amount} while no other takes any. */
    static FairBudget ofOne(long amount) {
        return new FairBudget(amount + (amount + 1) / 2);
    }

    /** Opens the share of {@code origin}, which is the same for all callers. */
    Share open(String origin) {
        Share share = shares.computeIfAbsent(origin, Share::new);
        share.users++;
        return share;
    }

    /** Returns the amount that all origins can take together. */
    long most() {
        return most;
    }

    /** Returns the amount that all origins have taken. */
    long all() {
        return all;
    }

    /** Returns the largest amount that all origins have had at one time. */
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

        /** Tests whether {@code amount} may be taken now; zero always may. */
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

        /** Ends one use. An amount that was taken before can still be given back. */
        void close() {
            users--;
            if (users == 0) {
                shares.remove(origin);
            }
        }
    }
}
