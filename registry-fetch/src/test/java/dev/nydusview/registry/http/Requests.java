package dev.nydusview.registry.http;

import dev.nydusview.registry.ref.ImageReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Single requests of tests, each with connections of its own. */
final class Requests {
    private Requests() {}

    /** Settings for {@code environment}, in which HOME has nothing, with one retry. */
    static RegistryAccess access(Map<String, String> environment, UnaryOperator<TransportSettings> change) {
        RegistryAccess usual = RegistryAccess.of(environment);
        return usual.with(change.apply(usual.transport().withRetryFor(Duration.ofSeconds(1))));
    }

    /** The body at {@code path} of the repository "app". */
    static String get(String host, String path, RegistryAccess access, Path... roots) throws IOException {
        ImageReference reference = ImageReference.parse(host + "/app");
        CertificateDirectories directories = new CertificateDirectories(List.of(roots));
        try (RegistryHttp http = new RegistryConnections(directories).open(reference, access)) {
            return http.send(
                    new RegistryRequest("GET", path, Map.of(), "", false),
                    answer -> new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
