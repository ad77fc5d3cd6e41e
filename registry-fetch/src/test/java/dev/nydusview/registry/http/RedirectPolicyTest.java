package dev.nydusview.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.ref.ImageReference;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RedirectPolicyTest {
    private static final HttpUrl PUBLIC = HttpUrl.get("https://registry.example/v2/app/blobs/sha256:x");
    private static final HttpUrl PLAIN = HttpUrl.get("http://registry.example/v2/app/blobs/sha256:x");
    private static final String SELF_ONLY =
            "the registry uses plain HTTP, so credentials are sent only to its own host and port; use "
                    + "--anonymous if the token server needs none";

    private static RedirectPolicy targets(String reference) throws RemoteException {
        return targets(reference, false);
    }

    private static RedirectPolicy targets(String reference, boolean plainHttp) throws RemoteException {
        Endpoint registry = Endpoint.of(
                ImageReference.parse(reference), TransportSettings.of(Map.of()).withPlainHttp(plainHttp), false);
        return new RedirectPolicy(registry, new TargetAddresses(registry), TransportSettings.of(Map.of()));
    }

    @Test
    void followsRelativeAndPrivateTargets() throws RemoteException {
        RedirectPolicy targets = targets("registry.example/app");

        assertThat(targets.redirect(PUBLIC, "../y", 0)).hasToString("https://registry.example/v2/app/y");
        assertThat(targets.redirect(PUBLIC, "https://10.0.0.1/z", 0)).hasToString("https://10.0.0.1/z");
        assertThat(targets.redirect(PUBLIC, "https://[fd12::1]/z", 0)).hasToString("https://[fd12::1]/z");
        assertThat(targets("registry.example/app", true).redirect(PLAIN, "http://10.0.0.1:9000/z", 0))
                .hasToString("http://10.0.0.1:9000/z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.9.10",
                "[::1]",
                "0.0.0.0",
                "0.1.2.3",
                "[::]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::127.0.0.1]",
                "[64:ff9b::7f00:1]",
                "[::ffff:0:127.0.0.1]",
                "[64:ff9b:1::7f00:1]",
                "[2002:7f00:1::]",
                "[2001:0:1::80ff:fffe]",
                "[2001:db8::5efe:7f00:1]",
                "%31%32%37.0.0.1",
                "\u2460\u2461\u2466.\u24ea.\u24ea.\u2460",
                "user:pw@127.0.0.1",
                "169.254.169.254",
                "169.254.170.2",
                "[fe80::1]",
                "[64:ff9b::a9fe:a9fe]",
                "[fd00:ec2::254]",
                "[FD00:0EC2::0254]",
                "[fd20:ce::254]",
                "100.100.100.200",
                "168.63.129.16",
                "[::ffff:100.100.100.200]",
            })
    void noRegistryElsewhereLeadsToThisMachineOrToMetadata(String host) throws RemoteException {
        for (HttpUrl from : new HttpUrl[] {PUBLIC, PLAIN}) {
            RedirectPolicy targets = targets("registry.example/app", !from.isHttps());
            String target = from.scheme() + "://" + host + "/latest/meta-data";
            assertThatThrownBy(() -> targets.redirect(from, target, 0))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageStartingWith("GET " + from + ": refused: the registry leads to the ")
                    .message()
                    .containsPattern("(local|link-local|cloud metadata) address ");
            assertThatThrownBy(() -> targets.checkTokenServer(HttpUrl.get(target), false))
                    .hasMessageContaining("refused: the registry leads to the ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fd12::1", "fc00::1", "fec0::1", "fdff:ffff::1"})
    void overPlainHttpUniqueLocalAddressesAreOutOfReach(String address) throws Exception {
        Endpoint registry = Endpoint.of(
                ImageReference.parse("registry.example/app"),
                TransportSettings.of(Map.of()).withPlainHttp(true),
                false);
        TargetAddresses addresses = new TargetAddresses(registry);
        RedirectPolicy targets = new RedirectPolicy(registry, addresses, TransportSettings.of(Map.of()));
        String url = "http://[" + address + "]:9000/x";
        assertThatThrownBy(() -> targets.redirect(PLAIN, url, 0))
                .hasMessageContaining("refused: the registry leads to the unique local address ");
        // The registry's own host may use another port for its storage.
        addresses.answeredAt(InetAddress.getByName(address));
        assertThat(targets.redirect(PLAIN, url, 0)).hasToString(HttpUrl.get(url).toString());
    }

    @Test
    void registryOnThisMachineLeadsToThisMachineOnly() throws RemoteException {
        HttpUrl from = HttpUrl.get("http://localhost:5000/v2/app/blobs/sha256:x");
        RedirectPolicy targets = targets("localhost:5000/app");
        assertThat(targets.redirect(from, "http://127.0.0.1:9000/x", 0)).hasToString("http://127.0.0.1:9000/x");
        for (String host : new String[] {"169.254.169.254", "[fd00:ec2::254]", "100.100.100.200", "[fd12::1]"}) {
            assertThatThrownBy(() -> targets.redirect(from, "http://" + host + "/x", 0))
                    .hasMessageContaining(": refused: the registry leads to the ");
        }
    }

    @Test
    void addressThatTheUserNamesIsNoStranger() throws RemoteException {
        HttpUrl from = HttpUrl.get("http://169.254.7.7:5000/v2/app/blobs/sha256:x");
        RedirectPolicy targets = targets("169.254.7.7:5000/app", true);
        assertThat(targets.redirect(from, "http://169.254.7.7:9000/x", 0)).hasToString("http://169.254.7.7:9000/x");
        assertThatThrownBy(() -> targets.redirect(from, "http://169.254.7.8:9000/x", 0))
                .hasMessageContaining("link-local address 169.254.7.8");
    }

    @Test
    void neverLeavesHttps() throws RemoteException {
        RedirectPolicy targets = targets("registry.example/app");

        assertThatThrownBy(() -> targets.redirect(PUBLIC, "http://storage.example/x?sig=hunter2", 0))
                .hasMessage("GET https://registry.example/v2/app/blobs/sha256:x: refused:"
                        + " the redirect to http://storage.example/x?sig=REDACTED would leave HTTPS");
        assertThatThrownBy(() -> targets.redirect(PUBLIC, "file:///etc/passwd", 0))
                .hasMessageEndingWith("refused: the redirect leads to something that is not an HTTP URL");
        assertThatThrownBy(() -> targets.redirect(PUBLIC, "/loop", 10)).hasMessageEndingWith("more than 10 redirects");
    }

    @Test
    void blobsMayComeFromStorageWithoutHttps() throws RemoteException {
        String storage = "http://storage.example/x?sig=hunter2";
        assertThatThrownBy(() -> targets("registry.example/app").storageRedirect(PUBLIC, storage, 0))
                .hasMessage("GET https://registry.example/v2/app/blobs/sha256:x: refused: the redirect to"
                        + " http://storage.example/x?sig=REDACTED would leave HTTPS; --allow-http-storage follows it"
                        + " (bytes are verified anyway)");
        TransportSettings usual = TransportSettings.of(Map.of());
        for (TransportSettings settings : List.of(usual.withHttpStorage(true), usual.withInsecure(true))) {
            Endpoint registry = Endpoint.of(ImageReference.parse("registry.example/app"), settings, false);
            RedirectPolicy targets = new RedirectPolicy(registry, new TargetAddresses(registry), settings);
            HttpUrl plain = targets.storageRedirect(PUBLIC, storage, 0);
            assertThat(plain).hasToString(storage);
            assertThat(targets.storageRedirect(plain, "/y", 1)).hasToString("http://storage.example/y");
            assertThatThrownBy(() -> targets.storageRedirect(plain, "http://10.0.0.1/y", 1))
                    .hasMessageEndingWith("storage over plain HTTP leads to another host, http://10.0.0.1/y");
            assertThatThrownBy(() -> targets.storageRedirect(PUBLIC, "http://127.0.0.1/y", 1))
                    .hasMessageContaining("local address");
            assertThatThrownBy(() -> targets.redirect(PUBLIC, storage, 0)).hasMessageEndingWith("would leave HTTPS");
        }
    }

    @Test
    void nameThatLeadsToThisMachineMayLeadToIt() throws Exception {
        Endpoint registry = Endpoint.of(
                ImageReference.parse("reg.corp:5000/app"),
                TransportSettings.of(Map.of()).withPlainHttp(true),
                false);
        TargetAddresses addresses = new TargetAddresses(registry);
        InetAddress loopback = InetAddress.getLoopbackAddress();
        assertThat(addresses.refusal(loopback)).isNotNull();
        addresses.answeredAt(loopback);
        assertThat(addresses.refusal(loopback)).isNull();
        assertThat(addresses.refusal(InetAddress.getByName("169.254.169.254"))).isNotNull();
        RedirectPolicy targets = new RedirectPolicy(registry, addresses, TransportSettings.of(Map.of()));
        targets.checkTokenServer(HttpUrl.get("http://reg.corp:5001/token"), true);
        targets.checkTokenServer(HttpUrl.get("http://127.0.0.1:5001/token"), true);
        HttpUrl elsewhere = HttpUrl.get("http://auth.corp:5001/token");
        assertThatThrownBy(() -> targets.checkTokenServer(elsewhere, true)).hasMessageEndingWith(SELF_ONLY);
        // The name leads to another machine as well, whose answers are no better than those of any other.
        addresses.answeredAt(InetAddress.getByName("192.0.2.77"));
        assertThat(addresses.refusal(loopback)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost", "localhost.", "a.localhost", "a.localhost.", "ip6-localhost", "127.1", "2130706433",
                "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001", "127.0.0.1.", "2852039166", "0xa9fea9fe"
            })
    void proxyIsNotAskedForThisMachineInAnySpelling(String host) throws RemoteException {
        HttpUrl url = HttpUrl.get("http://" + host + "/x");
        assertThatThrownBy(() -> targets("registry.example/app", true).checkProxied(url))
                .hasMessageStartingWith("GET " + url + ": refused: the registry leads to the ");
        assertThatCode(() -> targets("registry.example/app", true).checkProxied(HttpUrl.get("http://storage.example/")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "registry.example/app, false, https://auth.example/token, true",
        "registry.example/app, false, https://registry.example:8443/token, true",
        "registry.example:5000/app, true, http://registry.example:5000/token, true",
        "registry.example:5000/app, true, https://registry.example:5000/token, true",
        "registry.example:5000/app, true, http://registry.example:5001/token, false",
        "registry.example:5000/app, true, http://registry.example/token, false",
        "registry.example:5000/app, true, https://auth.example/token, false",
        "registry.example:5000/app, true, http://auth.example/token, false",
        "localhost:5000/app, false, http://localhost:5000/token, true",
        "localhost:5000/app, false, http://127.0.0.1:5000/token, true",
        "localhost:5000/app, false, http://localhost:5001/token, true",
        "localhost:5000/app, false, http://a.localhost:5001/token, false",
        "registry.example:5000/app, true, http://127.0.0.1:5000/token, false",
        "localhost:5000/app, false, https://auth.example/token, false",
    })
    void credentialsGoToTheRegistryOrToWhomItNamesOverHttps(
            String reference, boolean plainHttp, String realm, boolean allowed) throws RemoteException {
        RedirectPolicy targets = targets(reference, plainHttp);
        HttpUrl url = HttpUrl.get(realm);
        if (allowed) {
            targets.checkTokenServer(url, true);
        } else {
            assertThatThrownBy(() -> targets.checkTokenServer(url, true))
                    .isInstanceOf(RemoteException.class)
                    .hasMessage("GET " + realm + ": refused: " + SELF_ONLY);
        }
    }

    @Test
    void registryOverHttpsNamesNoUnencryptedTokenServer() throws RemoteException {
        HttpUrl stranger = HttpUrl.get("http://stranger.example/token");
        assertThatThrownBy(() -> targets("registry.example/app").checkTokenServer(stranger, false))
                .hasMessage("GET http://stranger.example/token: refused: the registry uses HTTPS, but names a token "
                        + "server that does not");
    }
}
