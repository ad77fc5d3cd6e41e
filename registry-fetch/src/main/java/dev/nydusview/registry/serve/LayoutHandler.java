package dev.nydusview.registry.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers requests of the distribution API from an OCI layout. */
final class LayoutHandler implements HttpHandler {
    private static final String REF_NAME = "org.opencontainers.image.ref.name";
    private static final String DEFAULT_MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
    private static final Pattern DIGEST = Pattern.compile("sha256:([0-9a-f]{64})");
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{1,18})-([0-9]{1,18})?");

    private final Path layout;
    private final String manifests;
    private final String blobs;
    private final LongAdder blobBytes = new LongAdder();

    LayoutHandler(Path layout, String repository) {
        this.layout = layout;
        this.manifests = "/v2/" + repository + "/manifests/";
        this.blobs = "/v2/" + repository + "/blobs/";
    }

    long blobBytes() {
        return blobBytes.sum();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                fail(exchange, 405, "UNSUPPORTED", "this registry is read-only");
            } else if (path.equals("/v2/") || path.equals("/v2")) {
                send(exchange, "application/json", "{}".getBytes(StandardCharsets.UTF_8));
            } else if (path.startsWith(manifests)) {
                manifest(exchange, path.substring(manifests.length()));
            } else if (path.startsWith(blobs)) {
                blob(exchange, path.substring(blobs.length()));
            } else {
                fail(exchange, 404, "NAME_UNKNOWN", "repository name not known to registry");
            }
        }
    }

    private void manifest(HttpExchange exchange, String identifier) throws IOException {
        String digest = DIGEST.matcher(identifier).matches() ? identifier : digestOfTag(identifier);
        Path file = digest == null ? null : file(digest);
        if (file == null) {
            fail(exchange, 404, "MANIFEST_UNKNOWN", "manifest unknown");
            return;
        }
        byte[] bytes = Files.readAllBytes(file);
        exchange.getResponseHeaders().set("Docker-Content-Digest", digest(bytes));
        String type = new JsonMapper().readTree(bytes).path("mediaType").asString(DEFAULT_MANIFEST_TYPE);
        send(exchange, type, bytes);
    }

    private @Nullable String digestOfTag(String tag) throws IOException {
        JsonNode index = new JsonMapper().readTree(Files.readAllBytes(layout.resolve("index.json")));
        for (JsonNode manifest : index.path("manifests")) {
            if (manifest.path("annotations").path(REF_NAME).asString("").equals(tag)) {
                return manifest.path("digest").asString("");
            }
        }
        return null;
    }

    private @Nullable Path file(String digest) {
        Matcher matcher = DIGEST.matcher(digest);
        Path file =
                matcher.matches() ? layout.resolve("blobs").resolve("sha256").resolve(matcher.group(1)) : layout;
        return Files.isRegularFile(file) ? file : null;
    }

    private void blob(HttpExchange exchange, String digest) throws IOException {
        Path file = file(digest);
        if (file == null) {
            fail(exchange, 404, "BLOB_UNKNOWN", "blob unknown to registry");
            return;
        }
        long size = Files.size(file);
        exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
        exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
        exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
        String range = exchange.getRequestHeaders().getFirst("Range");
        Matcher matcher = RANGE.matcher(range == null ? "" : range);
        if (!matcher.matches()) {
            transfer(exchange, 200, file, 0, size);
            return;
        }
        long first = Long.parseLong(matcher.group(1));
        long last = matcher.group(2) == null ? size - 1 : Math.min(Long.parseLong(matcher.group(2)), size - 1);
        if (first > last) {
            exchange.getResponseHeaders().set("Content-Range", "bytes */" + size);
            fail(exchange, 416, "RANGE_INVALID", "the blob has " + size + " bytes");
            return;
        }
        exchange.getResponseHeaders().set("Content-Range", "bytes " + first + "-" + last + "/" + size);
        transfer(exchange, 206, file, first, last - first + 1);
    }

    private void transfer(HttpExchange exchange, int status, Path file, long offset, long length) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            head(exchange, status, length);
            return;
        }
        exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
        try (FileChannel channel = FileChannel.open(file);
                OutputStream body = exchange.getResponseBody()) {
            long sent = channel.transferTo(offset, length, Channels.newChannel(body));
            blobBytes.add(sent);
        }
    }

    private static void send(HttpExchange exchange, String type, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            head(exchange, 200, bytes.length);
            return;
        }
        exchange.sendResponseHeaders(200, bytes.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }

    private static void head(HttpExchange exchange, int status, long length) throws IOException {
        exchange.getResponseHeaders().set("Content-Length", Long.toString(length));
        exchange.sendResponseHeaders(status, -1);
    }

    private static void fail(HttpExchange exchange, int status, String code, String message) throws IOException {
        byte[] body = ("{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return "sha256:" + HexFormat.of().formatHex(sha256.digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
