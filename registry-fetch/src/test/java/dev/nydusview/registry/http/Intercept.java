package dev.nydusview.registry.http;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Sees every request of a registry, may answer it itself, and remembers it. */
public final class Intercept extends Filter {
    /** The relevant parts of a recorded request. */
    public record Seen(String method, String uri, String authorization, String range) {}

    /** Returns whether it has answered. */
    public interface Rule {
        boolean answer(HttpExchange exchange) throws IOException;
    }

    private final Rule rule;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    public Intercept(Rule rule) {
        this.rule = rule;
    }

    /** Records requests, and leaves the answers to the registry. */
    public static Intercept recording() {
        return new Intercept(exchange -> false);
    }

    public List<Seen> seen() {
        return seen;
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        seen.add(new Seen(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                String.valueOf(exchange.getRequestHeaders().getFirst("Range"))));
        if (!rule.answer(exchange)) {
            chain.doFilter(exchange);
        }
    }

    @Override
    public String description() {
        return "intercept";
    }

    /** Responds with a status, headers as "Name: value", and a body. */
    public static boolean respond(HttpExchange exchange, int status, String body, String... headers)
            throws IOException {
        return respond(exchange, status, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    public static boolean respond(HttpExchange exchange, int status, byte[] body, String... headers)
            throws IOException {
        try (exchange) {
            for (String header : headers) {
                int colon = header.indexOf(": ");
                exchange.getResponseHeaders().add(header.substring(0, colon), header.substring(colon + 2));
            }
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
        return true;
    }

    /** Announces {@code announced} bytes, sends {@code body} and breaks the connection. */
    public static boolean breakOff(HttpExchange exchange, int status, long announced, byte[] body, String... headers)
            throws IOException {
        for (String header : headers) {
            int colon = header.indexOf(": ");
            exchange.getResponseHeaders().add(header.substring(0, colon), header.substring(colon + 2));
        }
        exchange.sendResponseHeaders(status, announced);
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().flush();
        // An answer shorter than announced makes the server drop the connection.
        exchange.close();
        return true;
    }
}
