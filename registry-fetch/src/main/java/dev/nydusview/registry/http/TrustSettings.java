package dev.nydusview.registry.http;

import dev.nydusview.registry.RemoteException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
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

/** Trusted certificates: those of the JDK's authorities, of the user's authorities, or any. */
record TrustSettings(boolean insecure, List<Certificate> authorities) {
    private static final int MAX_FILE = 1 << 20;

    /**
     * Reads the authorities for {@code host}.
     *
     * @param certificateRoots directories such as {@code /etc/docker/certs.d}, with one directory a registry
     */
    static TrustSettings of(TransportSettings settings, String host, List<Path> certificateRoots)
            throws RemoteException {
        List<Certificate> authorities = new ArrayList<>();
        if (settings.caCertificate() != null) {
            authorities.addAll(certificates(settings.caCertificate()));
        }
        for (Path root : certificateRoots) {
            for (String name : names(host)) {
                Path directory = root.resolve(name);
                if (Files.isDirectory(directory)) {
                    authorities.addAll(certificatesIn(directory));
                }
            }
        }
        return new TrustSettings(settings.insecure(), authorities);
    }

    /** Returns the names that the directory for {@code host} may have: users may write the default port or not. */
    private static List<String> names(String host) {
        boolean hasPort = host.lastIndexOf(':') > host.lastIndexOf(']');
        return hasPort ? List.of(host) : List.of(host, host + ":443");
    }

    boolean hasAuthorities() {
        return !authorities.isEmpty();
    }

    private static List<Certificate> certificatesIn(Path directory) throws RemoteException {
        List<Certificate> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.crt")) {
            for (Path file : files) {
                found.addAll(certificates(file));
            }
        } catch (IOException e) {
            throw new RemoteException("the certificates in " + directory + " cannot be read", e);
        }
        return found;
    }

    private static List<Certificate> certificates(Path file) throws RemoteException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] pem = in.readNBytes(MAX_FILE);
            List<Certificate> found = List.copyOf(
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)));
            if (found.isEmpty()) {
                throw new RemoteException("the file " + file + " holds no certificate in PEM form");
            }
            return found;
        } catch (RemoteException e) {
            throw e;
        } catch (IOException e) {
            throw new RemoteException("the certificate file " + file + " cannot be read", e);
        } catch (CertificateException e) {
            throw new RemoteException("the file " + file + " holds no certificate in PEM form", e);
        }
    }

    void apply(OkHttpClient.Builder client) throws RemoteException {
        try {
            if (insecure) {
                use(client, new AnyCertificate());
                client.hostnameVerifier((host, session) -> true);
            } else if (hasAuthorities()) {
                use(client, withAuthorities());
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new RemoteException("TLS could not be set up: " + e.getMessage(), e);
        }
    }

    private static void use(OkHttpClient.Builder client, X509TrustManager trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {trust}, null);
        client.sslSocketFactory(context.getSocketFactory(), trust);
    }

    private X509TrustManager withAuthorities() throws GeneralSecurityException, IOException {
        KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
        all.load(null, null);
        int number = 0;
        for (X509Certificate known : trustManager(null).getAcceptedIssuers()) {
            all.setCertificateEntry("jdk-" + number++, known);
        }
        for (Certificate authority : authorities) {
            all.setCertificateEntry("user-" + number++, authority);
        }
        return trustManager(all);
    }

    private static X509TrustManager trustManager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager trust) {
                return trust;
            }
        }
        throw new GeneralSecurityException("this JDK has no X.509 trust manager");
    }
}
