package dev.nydusview.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.ref.ImageReference;
import dev.nydusview.registry.sample.Access;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ForeignTargetsTest {
    private static final HttpUrl PUBLIC = HttpUrl.get("https://registry.example/v2/app/blobs/sha256:x");

    private static ForeignTargets targets(String reference) throws RemoteException {
        return new ForeignTargets(
                Endpoint.of(ImageReference.parse(reference), Access.plain().options(), false));
    }

    @Test
    void followsRelativeAndPrivateTargets() throws RemoteException {
        ForeignTargets targets = targets("registry.example/app");

        assertThat(targets.redirect(PUBLIC, "../y", 0)).hasToString("https://registry.example/v2/app/y");
        assertThat(targets.redirect(PUBLIC, "https://10.0.0.1/z", 0)).hasToString("https://10.0.0.1/z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "[::1]",
                "169.254.169.254",
                "[fe80::1]",
                "0.0.0.0",
                "[::ffff:127.0.0.1]"
            })
    void publicRegistryCannotLeadToThisMachine(String host) throws RemoteException {
        ForeignTargets targets = targets("registry.example/app");

        assertThatThrownBy(() -> targets.redirect(PUBLIC, "https://" + host + "/latest/meta-data", 0))
                .isInstanceOf(RemoteException.class)
                .hasMessageStartingWith("GET https://registry.example/v2/app/blobs/sha256:x:"
                        + " refused: the registry leads to the local address ");
    }

    @Test
    void neverLeavesHttps() throws RemoteException {
        ForeignTargets targets = targets("registry.example/app");

        assertThatThrownBy(() -> targets.redirect(PUBLIC, "http://storage.example/x?sig=hunter2", 0))
                .hasMessage("GET https://registry.example/v2/app/blobs/sha256:x: refused:"
                        + " the redirect to http://storage.example/x?sig=REDACTED would leave HTTPS");
        assertThatThrownBy(() -> targets.redirect(PUBLIC, "file:///etc/passwd", 0))
                .hasMessageEndingWith("refused: the redirect leads to something that is not an HTTP URL");
        assertThatThrownBy(() -> targets.redirect(PUBLIC, "/loop", 5)).hasMessageEndingWith("more than 5 redirects");
    }

    @Test
    void credentialsGoToNoUnencryptedStranger() throws RemoteException {
        HttpUrl stranger = HttpUrl.get("http://stranger.example/token");
        assertThatThrownBy(() -> targets("registry.example/app").checkTokenServer(stranger, false))
                .hasMessage("GET http://stranger.example/token: refused:"
                        + " a registry that speaks HTTPS names a token server that does not");
        assertThatThrownBy(() -> targets("localhost:5000/app").checkTokenServer(stranger, true))
                .hasMessage("GET http://stranger.example/token: refused:"
                        + " credentials are not sent unencrypted to a host that is not the registry");
        targets("localhost:5000/app").checkTokenServer(stranger, false);
        targets("localhost:5000/app").checkTokenServer(HttpUrl.get("http://127.0.0.1:5001/token"), true);
    }
}
