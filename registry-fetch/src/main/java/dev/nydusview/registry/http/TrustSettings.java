package dev.nydusview.registry.http;

import dev.nydusview.registry.AccessOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Which certificates are believed: the system's authorities, and those that the user names or has installed. */
final class TrustSettings {
    private static final List<Path> CERTIFICATE_DIRECTORIES =
            List.of(Path.of("/etc/docker/certs.d"), Path.of("/etc/containers/certs.d"));

    private TrustSettings() {}

    static void apply(OkHttpClient.Builder builder, String host, AccessOptions options) throws IOException {
        try {
            if (options.insecure()) {
                use(builder, new TrustAll());
                builder.hostnameVerifier((name, session) -> true);
                return;
            }
            List<Path> files = files(host, options.caCertificate());
            if (!files.isEmpty()) {
                use(builder, trusting(files));
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("the trusted certificates cannot be used: " + e.getMessage(), e);
        }
    }

    private static List<Path> files(String host, @Nullable Path named) throws IOException {
        List<Path> files = new ArrayList<>();
        if (named != null) {
            files.add(named);
        }
        for (Path directory : CERTIFICATE_DIRECTORIES) {
            Path ofHost = directory.resolve(host);
            if (Files.isDirectory(ofHost)) {
                try (DirectoryStream<Path> certificates = Files.newDirectoryStream(ofHost, "*.crt")) {
                    certificates.forEach(files::add);
                }
            }
        }
        return files;
    }

    private static void use(OkHttpClient.Builder builder, X509TrustManager trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {trust}, new SecureRandom());
        builder.sslSocketFactory(context.getSocketFactory(), trust);
    }

    private static X509TrustManager trusting(List<Path> files) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (X509Certificate certificate : trustManager(null).getAcceptedIssuers()) {
            store.setCertificateEntry("system-" + number++, certificate);
        }
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                for (Certificate certificate :
                        CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    store.setCertificateEntry("user-" + number++, certificate);
                }
            }
        }
        return trustManager(store);
    }

    private static X509TrustManager trustManager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("no X.509 trust manager");
    }

    /** What {@code --insecure} asks for. */
    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
