package dev.nydusview.image.source;

import static dev.nydusview.image.sample.SampleImage.descriptor;
import static dev.nydusview.image.sample.SampleImage.json;
import static dev.nydusview.image.sample.SampleImage.with;
import static dev.nydusview.image.source.Outcome.resolve;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.nydusview.image.sample.SampleAccess;
import dev.nydusview.image.sample.SampleImage;
import dev.nydusview.registry.http.Intercept;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Documents of an image that are asked for at the same time, by a registry that answers none before it has seen both requests. */
final class ParallelFetchTest {
    private static final int PATIENCE_SECONDS = 20;

    private final CyclicBarrier both = new CyclicBarrier(2);

    private boolean refuseAlone(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getPath().contains("/blobs/")) {
            return false;
        }
        try {
            both.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return false;
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            return Intercept.respond(exchange, 404, "");
        }
    }

    @Test
    void configurationIsFetchedBesideTheBootstrap() throws IOException {
        Intercept requests = new Intercept(this::refuseAlone);
        try (LayoutRegistry registry = LayoutRegistry.start("app", requests)) {
            Descriptor config = registry.addBlob(
                    "application/vnd.oci.image.config.v1+json", json("{\"os\":\"linux\",\"architecture\":\"amd64\"}"));
            byte[] manifest =
                    with(new SampleImage(1).addLayersTo(registry, "6"), "\"config\":" + descriptor(config, ""));
            registry.addManifest("v6", MediaTypes.OCI_MANIFEST, manifest);

            resolve(registry.reference("v6"), SampleAccess.plain()).close();

            assertThat(requests.seen()).hasSize(3);
        }
    }
}
