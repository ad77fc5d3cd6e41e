package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.registry.manifest.Descriptor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Pushes layouts to a plain registry on this machine, as the distribution specification has it. */
final class LayoutUpload {
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI registry;

    LayoutUpload(int port) {
        registry = URI.create("http://127.0.0.1:" + port);
    }

    /** Pushes the only image of the layout at {@code directory}, whose tag is {@code tag}. */
    void push(Path directory, String repository, String tag) throws IOException, InterruptedException {
        Descriptor image = OciLayout.open(directory).named(tag);
        List<Path> blobs;
        try (Stream<Path> files = Files.list(directory.resolve("blobs/sha256"))) {
            blobs = files.toList();
        }
        URI api = registry.resolve("/v2/" + repository + "/");
        for (Path blob : blobs) {
            String digest = "sha256:" + blob.getFileName();
            if (!digest.equals(image.digest().toString())) {
                put(upload(api, digest), "application/octet-stream", blob);
            }
        }
        Path manifest = directory.resolve("blobs/sha256").resolve(image.digest().hex());
        put(api.resolve("manifests/" + tag), image.mediaType(), manifest);
    }

    /** Begins an upload; returns the place that its content is sent to. */
    private URI upload(URI api, String digest) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(api.resolve("blobs/uploads/"))
                .POST(BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        String location = response.headers().firstValue("Location").orElseThrow();
        return registry.resolve(location + (location.contains("?") ? "&" : "?") + "digest=" + digest);
    }

    private void put(URI place, String type, Path content) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(place)
                .header("Content-Type", type)
                .PUT(BodyPublishers.ofFile(content))
                .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    }
}
