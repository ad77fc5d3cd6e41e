package dev.nydusview.registry.http;

import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.auth.Credentials;
import dev.nydusview.registry.auth.Keychain;
import dev.nydusview.registry.auth.Login;
import dev.nydusview.registry.http.BearerTokens.Demand;
import dev.nydusview.registry.ref.ImageReference;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Challenge;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the {@code Authorization} header for one repository, none until the registry demands one. A lock around
 * everything lets many refused requests fetch one token; those that wait for it give up when their time is over.
 */
final class Authorizer {
    private final ImageReference reference;
    private final Keychain keychain;
    private final BearerTokens tokens;
    private final long timeout;

    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable Login login;
    private @Nullable Demand demand;
    /** A header that no token server is asked for. */
    private @Nullable String fixed;

    /** @param timeout of a request to a token server, which another thread may be waiting for */
    Authorizer(ImageReference reference, Keychain keychain, BearerTokens tokens, Duration timeout) {
        this.reference = reference;
        this.keychain = keychain;
        this.tokens = tokens;
        this.timeout = Backoff.nanos(timeout);
    }

    private interface Step {
        @Nullable
        String run() throws IOException;
    }

    private @Nullable String locked(RetryBudget budget, Step step) throws IOException {
        try {
            if (!lock.tryLock(Math.max(budget.left(), timeout), TimeUnit.NANOSECONDS)) {
                throw new TemporaryFailure(
                        "no token for " + reference.registry() + " yet, as the token server does not answer",
                        (Duration) null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a token");
        }
        try {
            return step.run();
        } finally {
            lock.unlock();
        }
    }

    /** The header for the next request; null for none. */
    @Nullable
    String header(RetryBudget budget) throws IOException {
        return locked(budget, () -> current(budget));
    }

    private @Nullable String current(RetryBudget budget) throws IOException {
        return demand == null ? fixed : "Bearer " + tokens.find(demand, login(), budget);
    }

    /**
     * Returns another header to try after a refusal; null if there is none.
     *
     * @param shown the header of the refused request
     */
    @Nullable
    String answer(List<Challenge> challenges, @Nullable String shown, RetryBudget budget) throws IOException {
        return locked(budget, () -> other(challenges, shown, budget));
    }

    private @Nullable String other(List<Challenge> challenges, @Nullable String shown, RetryBudget budget)
            throws IOException {
        String current = current(budget);
        if (current != null && !current.equals(shown)) {
            // Another thread has renewed it since.
            return current;
        }
        for (Challenge challenge : challenges) {
            if (challenge.scheme().equalsIgnoreCase("Bearer")) {
                return login().credentials() instanceof Credentials.RegistryToken token
                        ? other("Bearer " + token.token(), shown)
                        : bearer(challenge, budget);
            }
        }
        for (Challenge challenge : challenges) {
            if (challenge.scheme().equalsIgnoreCase("Basic")) {
                return basic(shown);
            }
        }
        return null;
    }

    private String bearer(Challenge challenge, RetryBudget budget) throws IOException {
        if (demand != null) {
            tokens.forget(demand);
        }
        demand = demandOf(challenge);
        return "Bearer " + tokens.find(demand, login(), budget);
    }

    private Demand demandOf(Challenge challenge) throws RemoteException {
        String realm = parameter(challenge, "realm");
        HttpUrl url = realm == null ? null : HttpUrl.parse(realm);
        if (url == null) {
            throw new RemoteException("the registry " + reference.registry()
                    + " demands a token, but does not name a valid token server");
        }
        String scope = parameter(challenge, "scope");
        return new Demand(url, parameter(challenge, "service"), scope == null ? usualScope() : scope);
    }

    /** Returns the scope for reading the repository, or an empty one for the registry as a whole. */
    private String usualScope() {
        String repository = reference.repository();
        return repository.isEmpty() ? "" : "repository:" + repository + ":pull";
    }

    private static @Nullable String parameter(Challenge challenge, String name) {
        String value = challenge.authParams().get(name.toLowerCase(Locale.ROOT));
        return value == null || value.isEmpty() ? null : value;
    }

    private @Nullable String basic(@Nullable String shown) throws IOException {
        return login().credentials() instanceof Credentials.Password password
                ? other(password.basicHeader(), shown)
                : null;
    }

    private @Nullable String other(String header, @Nullable String shown) {
        fixed = header;
        return header.equals(shown) ? null : header;
    }

    private Login login() throws IOException {
        if (login == null) {
            login = keychain.find(reference.registry(), reference.repository());
        }
        return login;
    }

    /** Advice for the user after a refusal. */
    String remedy() throws IOException {
        lock.lock();
        try {
            return remedy(login());
        } finally {
            lock.unlock();
        }
    }

    private String remedy(Login used) {
        return used.isAnonymous()
                ? used.origin() + "; log in with \"docker login " + reference.registry()
                        + "\" or give --creds or --authfile"
                : "the registry does not accept " + described(used) + ": check user, password and rights";
    }

    static String described(Login login) {
        return "the " + login.credentials() + " (from " + login.origin() + ")";
    }
}
