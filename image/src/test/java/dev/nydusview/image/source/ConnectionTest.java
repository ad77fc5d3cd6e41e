package dev.nydusview.image.source;

import static dev.nydusview.image.source.Outcome.resolve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.image.access.Access;
import dev.nydusview.image.sample.SampleAccess;
import dev.nydusview.image.sample.SampleImage;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.http.Intercept;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConnectionTest {
    private final SampleImage image = new SampleImage(1);

    @Test
    void nobodyThereIsToldAfterTheTimeForRetries() throws IOException {
        String host;
        try (LayoutRegistry registry = LayoutRegistry.start("app")) {
            host = registry.host();
        }
        assertThatThrownBy(() -> resolve(host + "/app:1", SampleAccess.plain()))
                .isInstanceOf(RemoteException.class)
                .hasMessageMatching("GET http://" + host + "/v2/app/manifests/1: no connection to 127.0.0.1 port "
                        + host.substring(host.indexOf(':') + 1)
                        + "; check that a server runs there \\(\\d attempts in 1\\.\\d s\\)");
    }

    @Test
    void silentServerIsGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            Access options = SampleAccess.plain()
                    .withTransport(transport ->
                            transport.withTimeout(Duration.ofMillis(200)).withRetryFor(Duration.ZERO));
            String host = "127.0.0.1:" + silent.getLocalPort();
            assertThatThrownBy(() -> resolve(host + "/app:1", options))
                    .isInstanceOf(RemoteException.class)
                    .hasMessage("GET http://" + host
                            + "/v2/app/manifests/1: no answer within 0.2 s (--timeout, or --request-timeout)");
        }
    }

    @Test
    void proxyIsTakenFromTheEnvironment() throws IOException {
        Intercept seen = Intercept.recording();
        try (LayoutRegistry proxy = LayoutRegistry.start("app", seen)) {
            image.addTo(proxy, "v6");
            try (ResolvedImage resolved = resolve("registry.invalid/app:v6", proxied(proxy, ""))) {
                assertThat(resolved.name()).startsWith("registry.invalid/app:v6@sha256:");
                assertThat(seen.seen().get(0).uri()).isEqualTo("http://registry.invalid/v2/app/manifests/v6");
            }
        }
    }

    @Test
    void nameThatLeadsToThisMachineIsRefusedWhenConnected() throws IOException {
        Intercept metadata = Intercept.recording();
        try (LayoutRegistry local = LayoutRegistry.start("app", metadata)) {
            // Not an address by its form, but one to the system's resolver.
            String name = local.host().replace("127.0.0.1", "127.1");
            Intercept redirect = new Intercept(
                    exchange -> Intercept.respond(exchange, 302, "", "Location: http://" + name + "/secret"));
            try (LayoutRegistry proxy = LayoutRegistry.start("app", redirect)) {
                assertThatThrownBy(() -> resolve("registry.invalid/app:v6", proxied(proxy, "127.1")))
                        .isInstanceOf(RemoteException.class)
                        .hasMessage("GET http://" + name
                                + "/secret: refused: the registry leads to the local address 127.0.0.1");
            }
        }
        assertThat(metadata.seen()).isEmpty();
    }

    private static Access proxied(LayoutRegistry proxy, String exempt) {
        return SampleAccess.plain(Map.of("HTTP_PROXY", "http://" + proxy.host(), "NO_PROXY", exempt))
                .withTransport(transport -> transport.withPlainHttp(true));
    }
}
