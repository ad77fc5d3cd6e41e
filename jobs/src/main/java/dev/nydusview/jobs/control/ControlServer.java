package dev.nydusview.jobs.control;

import dev.nydusview.http.HttpHandler;
import dev.nydusview.http.HttpRequest;
import dev.nydusview.http.HttpResponse;
import dev.nydusview.http.HttpServer;
import dev.nydusview.http.ServerLimits;
import dev.nydusview.jobs.output.Json;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Answers {@code GET /status} and {@code POST /unmount} about one mount, in JSON. Whoever may enter the directory of
 * the socket may ask. A client of {@code /unmount} that keeps its connection sees the end of the process by the end of
 * that.
 */
public final class ControlServer implements Closeable {
    static final String STATUS = "/status";
    static final String UNMOUNT = "/unmount";
    static final String JSON = "application/json";

    /** Limits of the server. Connections are kept for longer than clients wait for the end of a mount. */
    private static final ServerLimits LIMITS =
            new ServerLimits(16, Duration.ofMinutes(1), Duration.ofSeconds(5), 1 << 10, Duration.ofSeconds(1));

    private final HttpServer server;

    private ControlServer(HttpServer server) {
        this.server = server;
    }

    /** The mount that is asked about. */
    public interface Handler {
        MountReport status();

        void unmount(boolean lazy) throws IOException;
    }

    /** Body of {@code /unmount}. */
    record UnmountRequest(boolean lazy) {}

    /** Body of a response that is not 200: the reason in a sentence. */
    record Problem(@Nullable String error) {}

    /** Empty body of a response whose status says everything. */
    record Done() {}

    /**
     * Listens on {@code socket}; the socket of a dead process is replaced.
     *
     * @throws IOException if another process listens there
     */
    public static ControlServer start(Path socket, Handler handler) throws IOException {
        return new ControlServer(HttpServer.listen(socket, LIMITS, new Requests(handler)));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private record Requests(Handler mount) implements HttpHandler {
        @Override
        public boolean wantsBody(String target) {
            return target.equals(UNMOUNT);
        }

        @Override
        public HttpResponse handle(HttpRequest request) {
            return switch (request.target()) {
                case STATUS -> request.method().equals("GET") ? response(200, mount.status()) : notAllowed("GET");
                case UNMOUNT -> request.method().equals("POST") ? unmount(request.body()) : notAllowed("POST");
                default -> refuse(404, "unknown path " + request.target());
            };
        }

        private HttpResponse unmount(byte[] body) {
            JsonNode lazy = lazy(body);
            if (lazy == null || !lazy.isBoolean()) {
                return refuse(400, "the body is not {\"lazy\": true} or {\"lazy\": false}");
            }
            try {
                mount.unmount(lazy.booleanValue());
                return response(200, new Done());
            } catch (IOException e) {
                return refuse(409, String.valueOf(e.getMessage()));
            }
        }

        private static @Nullable JsonNode lazy(byte[] body) {
            try {
                return Json.read(body, JsonNode.class).get("lazy");
            } catch (IOException e) {
                return null;
            }
        }

        private HttpResponse notAllowed(String method) {
            return refuse(405, "only " + method + " is supported").with("Allow", method);
        }

        @Override
        public HttpResponse refuse(int status, String reason) {
            return response(status, new Problem(reason));
        }

        private static HttpResponse response(int status, Object document) {
            return new HttpResponse(status, JSON, encoded(document));
        }
    }

    static byte[] encoded(Object document) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            Json.write(bytes, document);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
