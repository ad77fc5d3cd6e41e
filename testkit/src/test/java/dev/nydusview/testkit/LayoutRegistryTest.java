package dev.nydusview.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.MediaTypes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the registry with another client than nydusview's. */
final class LayoutRegistryTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final LayoutRegistry registry;
    private final Descriptor blob;

    LayoutRegistryTest() throws IOException {
        registry = LayoutRegistry.start("a/b");
        blob = registry.addBlob("x", "0123456789".getBytes(StandardCharsets.US_ASCII));
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + registry.host() + path))
                .method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("none");
    }

    @Test
    void answersTheVersionCheck() throws Exception {
        assertThat(send("GET", "/v2/").statusCode()).isEqualTo(200);
        assertThat(send("PUT", "/v2/").statusCode()).isEqualTo(405);
    }

    @Test
    void manifestsAreFoundByTagAndDigest() throws Exception {
        byte[] bytes = "{\"layers\":[]}".getBytes(StandardCharsets.UTF_8);
        Descriptor manifest = registry.addManifest("t", MediaTypes.DOCKER_MANIFEST, bytes);
        for (String reference : new String[] {"t", manifest.digest().toString()}) {
            for (String method : new String[] {"GET", "HEAD"}) {
                HttpResponse<String> response = send(method, "/v2/a/b/manifests/" + reference);
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.body()).isEqualTo(method.equals("GET") ? "{\"layers\":[]}" : "");
                assertThat(header(response, "Content-Length")).isEqualTo("13");
                assertThat(header(response, "Content-Type")).isEqualTo(MediaTypes.DOCKER_MANIFEST);
                assertThat(header(response, "Docker-Content-Digest"))
                        .isEqualTo(manifest.digest().toString());
            }
        }
    }

    @Test
    void blobsAreSentWholeOrInPart() throws Exception {
        String path = "/v2/a/b/blobs/" + blob.digest();
        assertThat(send("GET", path).body()).isEqualTo("0123456789");
        HttpResponse<String> part = send("GET", path, "Range", "bytes=2-4");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("234");
        assertThat(header(part, "Content-Range")).isEqualTo("bytes 2-4/10");
        assertThat(send("GET", path, "Range", "bytes=8-100").body()).isEqualTo("89");
        assertThat(send("GET", path, "Range", "bytes=7-").body()).isEqualTo("789");
        HttpResponse<String> beyond = send("GET", path, "Range", "bytes=10-11");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(header(beyond, "Content-Range")).isEqualTo("bytes */10");
    }

    @Test
    void referrersAreListedWithTypeAndAnnotations() throws Exception {
        String path = "/v2/a/b/referrers/" + blob.digest();
        assertThat(send("GET", path).body()).contains("\"manifests\":[]");
        byte[] bytes = ("{\"config\":{\"mediaType\":\"c\"},\"layers\":[],\"annotations\":{\"a\":\"b\"},"
                        + "\"subject\":{\"digest\":\"" + blob.digest() + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
        Descriptor referrer = registry.addBlob(MediaTypes.OCI_MANIFEST, bytes);

        HttpResponse<String> list = send("GET", path);

        assertThat(header(list, "Content-Type")).isEqualTo(MediaTypes.OCI_INDEX);
        assertThat(list.body())
                .isEqualTo("{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.OCI_INDEX + "\",\"manifests\":["
                        + "{\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\",\"digest\":\"" + referrer.digest()
                        + "\",\"size\":" + bytes.length + ",\"artifactType\":\"c\",\"annotations\":{\"a\":\"b\"}}]}");
        registry.withoutReferrers();
        assertThat(send("GET", path).statusCode()).isEqualTo(404);
    }

    @Test
    void absenceIsToldAsTheSpecificationSays() throws Exception {
        assertThat(send("GET", "/v2/a/b/manifests/none").body()).contains("\"code\":\"MANIFEST_UNKNOWN\"");
        assertThat(send("GET", "/v2/a/b/blobs/sha256:" + "0".repeat(64)).body()).contains("\"code\":\"BLOB_UNKNOWN\"");
        assertThat(send("GET", "/v2/a/b/blobs/..%2f..%2fetc").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/v2/other/manifests/t").body()).contains("\"code\":\"NAME_UNKNOWN\"");
    }
}
