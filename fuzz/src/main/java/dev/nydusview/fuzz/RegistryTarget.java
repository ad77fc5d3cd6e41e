package dev.nydusview.fuzz;

import dev.nydusview.image.access.Access;
import dev.nydusview.image.source.ImageResolver;
import dev.nydusview.registry.TransferMeter;
import dev.nydusview.registry.endpoint.RemoteBlobSource;
import dev.nydusview.registry.endpoint.RepositoryBlobs;
import dev.nydusview.registry.http.RegistryConnections;
import dev.nydusview.registry.http.RegistryHttp;
import dev.nydusview.registry.ref.ImageReference;
import dev.nydusview.registry.ref.SourceUri;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Answers of a registry, its token server and its storage, as they arrive over the wire: status, headers and body. The
 * first byte of an input chooses the request, then the answers follow, separated by two NULs.
 *
 * <p>The name of the registry does not exist and it is behind a proxy, so that the same server answers whatever host
 * the answers lead to.
 */
final class RegistryTarget implements Target {
    private static final String REGISTRY = "registry.invalid/team/app:1";
    private static final String BLOB = "0123456789abcdef".repeat(4);
    private static final int READ = 16;

    private final AnswerServer server = new AnswerServer();
    private final RegistryConnections connections = new RegistryConnections();
    private final Access access = Access.of(Map.of("HTTP_PROXY", server.url(), "HTTPS_PROXY", server.url()))
            .withTransport(transport -> transport
                    .withPlainHttp(true)
                    .withTimeout(Duration.ofSeconds(5))
                    .withRetryFor(Duration.ZERO))
            .withCredentials(credentials -> credentials.withCredentials("user:password"));

    @Override
    public List<byte[]> seeds() {
        String challenge = answer(
                "401 Unauthorized",
                "WWW-Authenticate: Bearer realm=\"http://registry.invalid/token\",service=\"r\",scope=\"s\"",
                "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"no\"}]}");
        String token = answer("200 OK", "Content-Type: application/json", "{\"token\":\"t\",\"expires_in\":300}");
        String index = answer("200 OK", "Content-Type: application/json", "{\"manifests\":[]}");
        String manifest = answer("200 OK", "Docker-Content-Digest: sha256:0", "{\"schemaVersion\":2,\"layers\":[]}");
        String link = "Content-Type: application/json\r\nLink: </v2/x?n=1&last=a>; rel=\"next\"";
        return List.of(
                seed(0, challenge, token, index),
                seed(0, manifest.replace("Docker", "X"), answer("200 OK", link, "{\"manifests\":[]}"), index, index),
                seed(0, answer("307 Temporary Redirect", "Location: http://storage.invalid/x?sig=1", ""), manifest),
                seed(0, answer("429 Too Many Requests", "Retry-After: Mon, 01 Jan 2024 00:00:00 GMT", "slow down")),
                seed(0, answer("401 Unauthorized", "WWW-Authenticate: Basic realm=\"r\"", ""), index),
                seed(1, answer("206 Partial Content", "Content-Range: bytes 8-23/100", "x".repeat(READ))),
                seed(1, answer("200 OK", "X: y", "x".repeat(100))),
                seed(2, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"));
    }

    private static String answer(String status, String headers, String body) {
        return "HTTP/1.1 " + status + "\r\n" + headers + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static byte[] seed(int what, String... answers) {
        byte[] bytes = String.join("\0\0", answers).getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(1 + bytes.length).put((byte) what).put(bytes).array();
    }

    @Override
    public void run(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        server.answerWith(answers(Arrays.copyOfRange(input, 1, input.length)));
        switch ((input[0] & 0xff) % 3) {
            case 0 ->
                new ImageResolver(connections, null, access)
                        .resolve(SourceUri.parse(REGISTRY))
                        .close();
            case 1 -> {
                try (RemoteBlobSource blobs = blobs()) {
                    ImageProbe.check(blobs.read(BLOB, 8, READ).remaining() == READ, "a short read");
                }
            }
            default -> {
                try (RemoteBlobSource blobs = blobs()) {
                    ImageProbe.check(blobs.length(BLOB) >= 0, "an impossible length");
                }
            }
        }
    }

    private RemoteBlobSource blobs() throws IOException {
        RegistryHttp http = connections.open(ImageReference.parse(REGISTRY), access.registry());
        return new RemoteBlobSource(new RepositoryBlobs(http), Map.of(), new TransferMeter());
    }

    private static List<byte[]> answers(byte[] bytes) {
        List<byte[]> answers = new ArrayList<>();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0 && i + 1 < bytes.length && bytes[i + 1] == 0) {
                answers.add(answer.toByteArray());
                answer.reset();
                i++;
            } else {
                answer.write(bytes[i]);
            }
        }
        answers.add(answer.toByteArray());
        return answers;
    }
}
