package dev.nydusview.registry.http;

import dev.nydusview.registry.AccessOptions;
import java.io.IOException;
import java.time.Duration;
import okhttp3.OkHttpClient;

/** Makes the HTTP client: time limits on every phase, proxies from the environment, the user's idea of trust. */
final class HttpClients {
    /** A whole request, its body included, may take this many times the limit on silence. */
    private static final int CALL_FACTOR = 20;

    private HttpClients() {}

    static OkHttpClient create(String host, AccessOptions options) throws IOException {
        Duration timeout = options.timeout();
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .connectTimeout(timeout)
                .readTimeout(timeout)
                .writeTimeout(timeout)
                .callTimeout(timeout.multipliedBy(CALL_FACTOR))
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(true)
                .proxySelector(new EnvironmentProxies(options.environment()));
        TrustSettings.apply(builder, host, options);
        return builder.build();
    }
}
