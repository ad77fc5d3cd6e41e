package dev.nydusview.registry.http;

import dev.nydusview.registry.RemoteException;
import java.io.IOException;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Sends requests to token servers and follows their redirects. Credentials go on to the same origin, and over HTTPS to
 * the same host and names below it, as docker's HTTP client has it.
 */
final class TokenRequests {
    private final Transport transport;
    private final Endpoint registry;
    private final RedirectPolicy targets;
    private final ForeignRequests foreign;

    TokenRequests(Transport transport, Endpoint registry, RedirectPolicy targets, ForeignRequests foreign) {
        this.transport = transport;
        this.registry = registry;
        this.targets = targets;
        this.foreign = foreign;
    }

    /** @param secret whether {@code request} has credentials, in a header or, if it has a body, in that */
    Response send(Request request, boolean secret, RetryBudget budget) throws IOException {
        HttpUrl named = request.url();
        targets.checkTokenServer(named, secret);
        Request next = request;
        boolean isSecret = secret;
        for (int followed = 0; ; followed++) {
            HttpUrl url = next.url();
            Response response = registry.isOriginOf(url) ? transport.send(next, budget) : foreign.send(next, budget);
            String location = response.isRedirect() ? response.header("Location") : null;
            if (location == null) {
                return response;
            }
            response.close();
            HttpUrl target = targets.redirect(url, location, followed);
            if (isSecret && !mayHaveCredentials(named, target)) {
                next = withoutCredentials(next, target);
                isSecret = false;
            }
            targets.checkTokenServer(target, isSecret);
            next = next.newBuilder().url(target).build();
        }
    }

    private static boolean mayHaveCredentials(HttpUrl named, HttpUrl target) {
        if (named.scheme().equals(target.scheme()) && named.host().equals(target.host())) {
            return named.isHttps() || named.port() == target.port();
        }
        return target.isHttps() && target.host().endsWith("." + named.host());
    }

    private static Request withoutCredentials(Request request, HttpUrl target) throws RemoteException {
        if (request.body() != null) {
            throw new RemoteException(Redactor.described(request) + ": refused: the redirect leads to "
                    + Redactor.redacted(target) + ", to which the identity token is not sent");
        }
        return request.newBuilder().removeHeader("Authorization").build();
    }
}
