package dev.nydusview.registry.faults;

import com.sun.net.httpserver.HttpExchange;
import dev.nydusview.registry.http.Intercept;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;

/** A way in which a host can fail to give the right answer. */
enum Fault {
    STATUS_408("status 408"),
    STATUS_429("status 429"),
    STATUS_500("status 500"),
    STATUS_502("status 502"),
    STATUS_503("status 503"),
    STATUS_504("status 504"),
    STATUS_400("status 400"),
    STATUS_401("status 401"),
    STATUS_403("status 403"),
    STATUS_404("status 404"),
    STATUS_410("status 410"),
    STATUS_416("status 416"),
    STATUS_501("status 501"),
    DROPPED("connection closed before the answer") {
        @Override
        void answer(HttpExchange exchange, Right right, CountDownLatch over) {
            exchange.close();
        }
    },
    CUT("connection closed in the middle") {
        @Override
        void answer(HttpExchange exchange, Right right, CountDownLatch over) throws IOException {
            Intercept.breakOff(
                    exchange,
                    right.status(),
                    right.body().length,
                    Arrays.copyOf(right.body(), right.body().length / 2),
                    right.headers());
        }
    },
    SILENT("silence before the answer") {
        @Override
        void answer(HttpExchange exchange, Right right, CountDownLatch over) {
            await(over);
            exchange.close();
        }
    },
    STALLED("silence in the middle") {
        @Override
        void answer(HttpExchange exchange, Right right, CountDownLatch over) throws IOException {
            right.addHeaders(exchange);
            exchange.sendResponseHeaders(right.status(), right.body().length);
            exchange.getResponseBody().write(right.body(), 0, right.body().length / 2);
            exchange.getResponseBody().flush();
            await(over);
            exchange.close();
        }
    },
    EMPTY("empty body") {
        @Override
        void answer(HttpExchange exchange, Right right, CountDownLatch over) throws IOException {
            Intercept.respond(exchange, right.status(), new byte[0], right.headers());
        }
    },
    SHORT("body that is too short") {
        @Override
        void answer(HttpExchange exchange, Right right, CountDownLatch over) throws IOException {
            byte[] body = Arrays.copyOf(right.body(), right.body().length - 1);
            Intercept.respond(exchange, right.status(), body, right.headers());
        }
    },
    PAGE("page of a captive portal") {
        @Override
        void answer(HttpExchange exchange, Right right, CountDownLatch over) throws IOException {
            Intercept.respond(exchange, 200, "<html>Please log in</html>", "Content-Type: text/html");
        }
    },
    GZIP("gzip that nobody asked for") {
        @Override
        void answer(HttpExchange exchange, Right right, CountDownLatch over) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
                out.write(right.body());
            }
            String[] headers = Arrays.copyOf(right.headers(), right.headers().length + 1);
            headers[headers.length - 1] = "Content-Encoding: gzip";
            Intercept.respond(exchange, right.status(), bytes.toByteArray(), headers);
        }
    },
    LOOP("redirect to itself") {
        @Override
        void answer(HttpExchange exchange, Right right, CountDownLatch over) throws IOException {
            Intercept.respond(exchange, 307, "", "Location: " + exchange.getRequestURI());
        }
    },
    NOWHERE("redirect without a place") {
        @Override
        void answer(HttpExchange exchange, Right right, CountDownLatch over) throws IOException {
            Intercept.respond(exchange, 307, "");
        }
    },
    OTHER_SCHEME("redirect to another scheme") {
        @Override
        void answer(HttpExchange exchange, Right right, CountDownLatch over) throws IOException {
            Intercept.respond(exchange, 302, "", "Location: ftp://127.0.0.1/x");
        }
    };

    private final String text;

    Fault(String text) {
        this.text = text;
    }

    /** A right answer. */
    static final class Right {
        private final int status;
        private final byte[] body;
        private final String[] headers;

        Right(int status, byte[] body, String... headers) {
            this.status = status;
            this.body = body;
            this.headers = headers;
        }

        int status() {
            return status;
        }

        byte[] body() {
            return body;
        }

        String[] headers() {
            return headers;
        }

        void addHeaders(HttpExchange exchange) {
            for (String header : headers) {
                String[] parts = header.split(": ", -1);
                exchange.getResponseHeaders().add(parts[0], parts[1]);
            }
        }
    }

    String text() {
        return text;
    }

    /** Gives the wrong answer in the place of the right one; returns when {@code over} is open if it is silence. */
    void answer(HttpExchange exchange, Right right, CountDownLatch over) throws IOException {
        int status = Integer.parseInt(text.substring("status ".length()));
        Intercept.respond(exchange, status, "out of order");
    }

    boolean isSilence() {
        return this == SILENT || this == STALLED;
    }

    private static void await(CountDownLatch over) {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
