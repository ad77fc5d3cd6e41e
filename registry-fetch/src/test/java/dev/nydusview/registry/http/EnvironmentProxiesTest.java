package dev.nydusview.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.registry.RemoteException;
import java.util.Map;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EnvironmentProxiesTest {
    private static String proxyFor(String url, Map<String, String> environment) throws RemoteException {
        ProxyServer chosen = new EnvironmentProxies(environment).choose(HttpUrl.get(url));
        return chosen == null ? "direct" : chosen.proxy().type() + " " + chosen.host() + ":" + chosen.port();
    }

    @Test
    void eachSchemeHasItsVariableAndAllIsTheFallback() throws RemoteException {
        Map<String, String> environment =
                Map.of("https_proxy", "http://u:p@secure:3128", "ALL_PROXY", "socks5://other", "NO_PROXY", "");

        assertThat(proxyFor("https://h.x/", environment)).isEqualTo("HTTP secure:3128");
        assertThat(proxyFor("http://h.x/", environment)).isEqualTo("SOCKS other:1080");
        assertThat(proxyFor("http://h.x/", Map.of("HTTP_PROXY", "plain"))).isEqualTo("HTTP plain:80");
        assertThat(proxyFor("http://localhost/", environment)).isEqualTo("direct");
        assertThat(proxyFor("http://[::1]/", environment)).isEqualTo("direct");
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, https://example.com/, true",
        "example.com, https://a.example.com/, true",
        "example.com, https://badexample.com/, false",
        ".example.com, https://a.example.com/, true",
        ".example.com, https://example.com/, false",
        "*.example.com, https://a.example.com/, true",
        "'x, example.com', https://example.com/, true",
        "*, https://anything/, true",
        "10.0.0.0/8, https://10.1.2.3/, true",
        "10.0.0.0/8, https://11.1.2.3/, false",
        "10.128.0.0/9, https://10.127.0.1/, false",
        "fd00::/8, https://[fd12::1]/, true",
        "10.1.2.3, https://10.1.2.3/, true",
        "example.com:443, https://example.com/, true",
        "example.com:8443, https://example.com/, false",
        "[fd00::1]:443, https://[fd00::1]/, true",
    })
    void noProxyExemptsHosts(String rules, String url, boolean exempt) throws RemoteException {
        String chosen = proxyFor(url, Map.of("HTTPS_PROXY", "http://proxy:1", "no_proxy", rules));

        assertThat(chosen.equals("direct")).isEqualTo(exempt);
    }

    @Test
    void badProxyIsNotQuoted() {
        assertThatThrownBy(() -> proxyFor("https://h.x/", Map.of("HTTPS_PROXY", "ftp://u:hunter2@x")))
                .hasMessage("the proxy in $HTTPS_PROXY is not of the form http://HOST:PORT, https://HOST:PORT or "
                        + "socks5://HOST:PORT");
    }
}
