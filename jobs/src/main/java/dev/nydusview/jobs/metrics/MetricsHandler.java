package dev.nydusview.jobs.metrics;

import dev.nydusview.http.HttpHandler;
import dev.nydusview.http.HttpRequest;
import dev.nydusview.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Answers {@code GET /metrics} and {@code GET /healthz}. */
final class MetricsHandler implements HttpHandler {
    private static final String TEXT = "text/plain; charset=utf-8";

    private final Supplier<byte[]> metrics;
    private final Health health;

    MetricsHandler(Supplier<byte[]> metrics, Health health) {
        this.metrics = metrics;
        this.health = health;
    }

    @Override
    public boolean wantsBody(String target) {
        return false;
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return refuse(405, "only GET is supported").with("Allow", "GET, HEAD");
        }
        String target = request.target();
        int query = target.indexOf('?');
        return switch (query < 0 ? target : target.substring(0, query)) {
            case "/metrics" -> new HttpResponse(200, Exposition.MEDIA_TYPE, metrics.get());
            case "/healthz" -> {
                Health.State state = health.state();
                yield text(state.isHealthy() ? 200 : 503, state.text());
            }
            default -> refuse(404, "there are /metrics and /healthz");
        };
    }

    @Override
    public HttpResponse refuse(int status, String reason) {
        return text(status, reason + "\n");
    }

    private static HttpResponse text(int status, String body) {
        return new HttpResponse(status, TEXT, body.getBytes(StandardCharsets.UTF_8));
    }
}
