package dev.nydusview.registry.http;

import dev.nydusview.base.json.JsonFormat;
import dev.nydusview.base.json.JsonLimits;
import dev.nydusview.base.json.JsonObject;
import dev.nydusview.base.json.JsonShape;
import dev.nydusview.base.json.MalformedJsonException;
import dev.nydusview.registry.AuthenticationException;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.auth.Credentials;
import dev.nydusview.registry.auth.Login;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Access tokens from token servers, one a scope, kept until they expire. Not safe for concurrent use. */
final class BearerTokens {
    private static final Logger LOG = LoggerFactory.getLogger(BearerTokens.class);

    private static final int MAX_REPLY = 256 << 10;
    private static final long DEFAULT_LIFETIME_SECONDS = 60;
    /** A token is renewed this early, so that it is still good when the request arrives. */
    private static final long MARGIN_SECONDS = 5;

    /** Time for which a refused token is not asked for again. */
    private static final long DENIED_NANOS = 10_000_000_000L;

    private static final String CLIENT = "nydusview";

    private static final JsonFormat REPLIES = JsonFormat.strict(
            JsonLimits.of(MAX_REPLY),
            JsonShape.object("token", "access_token", "refresh_token", "expires_in", "issued_at"));

    /** Demand of a registry in a challenge. */
    record Demand(HttpUrl realm, @Nullable String service, String scope) {}

    /** @param deadline on the clock of {@link System#nanoTime} */
    private record Token(String value, long deadline) {
        boolean isFresh() {
            return System.nanoTime() - deadline < 0;
        }

        @Override
        public String toString() {
            return "token";
        }
    }

    /** A refusal of a token server, which holds for further reads until then. */
    private record Denial(String message, long until) {}

    private final Transport transport;
    private final TokenRequests requests;
    private final Map<Demand, Token> tokens = new HashMap<>();
    private final Map<Demand, Denial> denials = new HashMap<>();

    BearerTokens(Transport transport, TokenRequests requests) {
        this.transport = transport;
        this.requests = requests;
    }

    void forget(Demand demand) {
        tokens.remove(demand);
    }

    /** A token that the registry should accept. */
    String find(Demand demand, Login login, RetryBudget budget) throws IOException {
        Token kept = tokens.get(demand);
        if (kept == null || !kept.isFresh()) {
            requireNotDenied(demand);
            kept = renewed(demand, login, budget);
            tokens.put(demand, kept);
        }
        return kept.value();
    }

    private void requireNotDenied(Demand demand) throws AuthenticationException {
        Denial denial = denials.get(demand);
        if (denial != null && System.nanoTime() - denial.until() < 0) {
            throw new AuthenticationException(denial.message());
        }
        denials.remove(demand);
    }

    private Token renewed(Demand demand, Login login, RetryBudget budget) throws IOException {
        try {
            return believed(demand, login, budget);
        } catch (AuthenticationException e) {
            denials.put(demand, new Denial(String.valueOf(e.getMessage()), System.nanoTime() + DENIED_NANOS));
            throw e;
        }
    }

    /** A reply that is not what the specification says. */
    private static final class MalformedReply extends IOException {
        private static final long serialVersionUID = 1L;

        MalformedReply(String message) {
            super(message);
        }
    }

    /** Requests a token; once more before a malformed reply counts. */
    private Token believed(Demand demand, Login login, RetryBudget budget) throws IOException {
        try {
            return request(demand, login, budget);
        } catch (MalformedReply e) {
            LOG.debug("{}; asking again", e.getMessage());
        }
        try {
            return request(demand, login, budget);
        } catch (MalformedReply e) {
            throw new RemoteException(String.valueOf(e.getMessage()), e);
        }
    }

    private Token request(Demand demand, Login login, RetryBudget budget) throws IOException {
        Request request = login.credentials() instanceof Credentials.IdentityToken identity
                ? exchange(demand, identity)
                : query(demand, login.credentials());
        try (Response response = requests.send(request, !login.isAnonymous(), budget)) {
            if (response.isSuccessful()) {
                return parse(response);
            }
            IOException error = RegistryErrors.of(response, "");
            if (error instanceof AuthenticationException && !login.isAnonymous()) {
                throw new AuthenticationException(
                        error.getMessage() + "; the token server does not accept " + Authorizer.described(login));
            }
            throw error;
        }
    }

    private static Request query(Demand demand, Credentials credentials) {
        HttpUrl.Builder url = demand.realm().newBuilder();
        if (demand.service() != null) {
            url.addQueryParameter("service", demand.service());
        }
        if (!demand.scope().isEmpty()) {
            url.addQueryParameter("scope", demand.scope());
        }
        Request.Builder request = new Request.Builder().url(url.build());
        if (credentials instanceof Credentials.Password password) {
            request.header("Authorization", password.basicHeader());
        }
        return request.build();
    }

    private static Request exchange(Demand demand, Credentials.IdentityToken identity) {
        FormBody.Builder form = new FormBody.Builder()
                .add("grant_type", "refresh_token")
                .add("refresh_token", identity.token())
                .add("client_id", CLIENT)
                .add("scope", demand.scope());
        if (demand.service() != null) {
            form.add("service", demand.service());
        }
        return new Request.Builder().url(demand.realm()).post(form.build()).build();
    }

    private Token parse(Response response) throws IOException {
        String what = Redactor.described(response.request());
        byte[] body;
        try {
            body = response.body().byteStream().readNBytes(MAX_REPLY + 1);
        } catch (IOException e) {
            throw transport.broken(what, e);
        }
        if (body.length > MAX_REPLY) {
            throw new RemoteException(what + ": the token server's reply is longer than " + MAX_REPLY + " bytes");
        }
        try {
            return token(what, JsonObject.parse(body, REPLIES));
        } catch (MalformedJsonException e) {
            throw new MalformedReply(what + ": the token server's reply is malformed: " + e.getMessage());
        }
    }

    private static Token token(String what, JsonObject reply) throws IOException {
        String value = reply.string("token");
        if (value == null || value.isEmpty()) {
            value = reply.string("access_token");
        }
        // A control character would end the header and start another one.
        if (value == null || !value.matches("[\\x21-\\x7e]+")) {
            throw new RemoteException(what + ": the token server's reply holds no usable token");
        }
        long seconds = reply.has("expires_in") ? reply.number("expires_in") : DEFAULT_LIFETIME_SECONDS;
        // Counted from now rather than from the server's "issued_at": its clock may be another one.
        long lifetime = Math.min(Math.max(seconds, 0), 86_400) - MARGIN_SECONDS;
        return new Token(value, System.nanoTime() + lifetime * 1_000_000_000L);
    }
}
