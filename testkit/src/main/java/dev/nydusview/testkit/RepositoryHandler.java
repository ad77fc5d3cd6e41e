package dev.nydusview.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.nydusview.base.json.Documents;
import dev.nydusview.registry.manifest.MediaTypes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers the requests of the distribution API that a pull makes. */
final class RepositoryHandler implements HttpHandler {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{0,18})");
    private static final int BUFFER = 1 << 16;

    private final String manifests;
    private final String blobs;
    private final String referrers;
    private final String tags;
    private final NamePages pages;
    private final Content content;
    private volatile boolean servesReferrers = true;

    RepositoryHandler(String repository, Content content) {
        this.manifests = "/v2/" + repository + "/manifests/";
        this.blobs = "/v2/" + repository + "/blobs/";
        this.referrers = "/v2/" + repository + "/referrers/";
        this.tags = "/v2/" + repository + "/tags/list";
        this.pages = new NamePages(repository);
        this.content = content;
    }

    void stopReferrers() {
        servesReferrers = false;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            exchange.getResponseHeaders().set("Docker-Distribution-Api-Version", "registry/2.0");
            if (!exchange.getRequestMethod().matches("GET|HEAD")) {
                fail(exchange, 405, "UNSUPPORTED", "this registry is read-only");
            } else if (path.equals("/v2/") || path.equals("/v2")) {
                send(exchange, 200, "application/json", "{}".getBytes(StandardCharsets.UTF_8));
            } else if (path.startsWith(manifests)) {
                manifest(exchange, path.substring(manifests.length()));
            } else if (path.startsWith(blobs)) {
                blob(exchange, path.substring(blobs.length()));
            } else if (path.startsWith(referrers) && servesReferrers) {
                send(exchange, 200, MediaTypes.OCI_INDEX, content.referrers(path.substring(referrers.length())));
            } else if (path.equals(tags)) {
                list(exchange, "tags", content.tags());
            } else if (path.equals("/v2/_catalog")) {
                list(exchange, "repositories", pages.repositories());
            } else {
                fail(exchange, 404, "NAME_UNKNOWN", "repository name not known to registry");
            }
        }
    }

    private void list(HttpExchange exchange, String member, List<String> names) throws IOException {
        NamePages.Page page = pages.page(exchange.getRequestURI(), member, names);
        if (page.next() != null) {
            exchange.getResponseHeaders().set("Link", page.next());
        }
        send(exchange, 200, "application/json", Documents.message(page.document()));
    }

    private void manifest(HttpExchange exchange, String reference) throws IOException {
        String digest = content.digestOf(reference);
        try (SeekableByteChannel bytes = digest == null ? null : content.open(digest)) {
            if (digest == null || bytes == null) {
                fail(exchange, 404, "MANIFEST_UNKNOWN", "manifest unknown");
                return;
            }
            exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
            exchange.getResponseHeaders().set("Content-Type", content.mediaTypeOf(digest));
            send(exchange, 200, bytes, 0, bytes.size());
        }
    }

    private void blob(HttpExchange exchange, String digest) throws IOException {
        try (SeekableByteChannel bytes = content.open(digest)) {
            if (bytes == null) {
                fail(exchange, 404, "BLOB_UNKNOWN", "blob unknown to registry");
                return;
            }
            exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
            exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
            exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
            range(exchange, bytes, exchange.getRequestHeaders().getFirst("Range"));
        }
    }

    private void range(HttpExchange exchange, SeekableByteChannel bytes, @Nullable String header) throws IOException {
        long size = bytes.size();
        Matcher range = RANGE.matcher(header == null ? "" : header);
        if (!range.matches()) {
            // RFC 9110 section 14.2: a range that is not understood is ignored.
            send(exchange, 200, bytes, 0, size);
            return;
        }
        long first = Long.parseLong(range.group(1));
        long last = range.group(2).isEmpty() ? size - 1 : Math.min(Long.parseLong(range.group(2)), size - 1);
        if (first > last) {
            exchange.getResponseHeaders().set("Content-Range", "bytes */" + size);
            fail(exchange, 416, "RANGE_INVALID", "the blob has " + size + " bytes");
            return;
        }
        exchange.getResponseHeaders().set("Content-Range", "bytes " + first + "-" + last + "/" + size);
        send(exchange, 206, bytes, first, last - first + 1);
    }

    private static void send(HttpExchange exchange, int status, SeekableByteChannel bytes, long offset, long length)
            throws IOException {
        if (!begin(exchange, status, length)) {
            return;
        }
        bytes.position(offset);
        byte[] buffer = new byte[(int) Math.min(BUFFER, length)];
        try (OutputStream out = exchange.getResponseBody()) {
            for (long left = length; left > 0; ) {
                int count = bytes.read(ByteBuffer.wrap(buffer, 0, (int) Math.min(buffer.length, left)));
                if (count < 0) {
                    throw new IOException("the blob became shorter while it was sent");
                }
                out.write(buffer, 0, count);
                left -= count;
            }
        }
    }

    private static void fail(HttpExchange exchange, int status, String code, String message) throws IOException {
        String body = "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}]}";
        send(exchange, status, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String mediaType, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", mediaType);
        if (begin(exchange, status, body.length)) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    /** Sends the headers; false if no body follows. */
    private static boolean begin(HttpExchange exchange, int status, long length) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(length));
            exchange.sendResponseHeaders(status, -1);
            return false;
        }
        // A length of 0 would mean "chunked" to this server.
        exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
        return length > 0;
    }
}
