package dev.nydusview.registry.http;

import dev.nydusview.registry.RemoteException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509KeyManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Certificates for one registry.
 *
 * @param insecure trust any server
 * @param authorities those to trust besides the JDK's and the machine's
 * @param keys certificates with their keys, which the registry may demand
 */
record TrustSettings(boolean insecure, List<X509Certificate> authorities, List<ClientKey> keys) {
    private static final char[] NO_PASSWORD = new char[0];

    /**
     * Reads the certificates for a registry.
     *
     * @param directories those of the registry, with the files that dockerd(8) and containers-certs.d(5) define
     * @param files further authorities
     */
    static TrustSettings of(TransportSettings settings, List<Path> directories, List<Path> files)
            throws RemoteException {
        List<X509Certificate> authorities = new ArrayList<>();
        List<ClientKey> keys = new ArrayList<>();
        if (settings.caCertificate() != null) {
            authorities.addAll(authorities(settings.caCertificate()));
        }
        for (Path file : files) {
            authorities.addAll(authorities(file));
        }
        for (Path directory : directories) {
            for (Path file : files(directory, "*.crt")) {
                authorities.addAll(authorities(file));
            }
            for (Path certificate : files(directory, "*.cert")) {
                keys.add(key(certificate));
            }
        }
        return new TrustSettings(settings.insecure(), List.copyOf(authorities), List.copyOf(keys));
    }

    private static List<X509Certificate> authorities(Path file) throws RemoteException {
        return PemFile.read(file, "certificate file").certificates();
    }

    private static Collection<Path> files(Path directory, String pattern) throws RemoteException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, pattern)) {
            TreeSet<Path> sorted = new TreeSet<>();
            files.forEach(sorted::add);
            return sorted;
        } catch (IOException e) {
            throw new RemoteException("the certificates in " + directory + " cannot be read", e);
        }
    }

    private static ClientKey key(Path certificate) throws RemoteException {
        String name = String.valueOf(certificate.getFileName());
        Path key = certificate.resolveSibling(name.substring(0, name.length() - ".cert".length()) + ".key");
        if (!Files.exists(key)) {
            throw new RemoteException("the client certificate " + certificate + " has no key " + key
                    + "; the certificate of an authority has the extension .crt");
        }
        return ClientKey.read(certificate, key);
    }

    /** Tests whether the user has set up TLS for this registry, and hence expects it. */
    boolean expectsTls() {
        return insecure || !authorities.isEmpty() || !keys.isEmpty();
    }

    /** @param host of the registry, which alone gets to see client certificates */
    void apply(OkHttpClient.Builder client, String host, MachineAuthorities machine) throws RemoteException {
        X509ExtendedTrustManager trust = trustManager(machine);
        client.sslSocketFactory(context(trust, host).getSocketFactory(), trust);
        if (insecure) {
            client.hostnameVerifier((name, session) -> true);
        }
    }

    /** The same for a connection that is not one of HTTP; whoever makes it has to verify the name of the host. */
    SSLContext context(String host, MachineAuthorities machine) throws RemoteException {
        return context(trustManager(machine), host);
    }

    private X509ExtendedTrustManager trustManager(MachineAuthorities machine) {
        return insecure
                ? new AnyCertificate()
                : new FallbackTrust(
                        () -> authorities.isEmpty() ? trustManager((KeyStore) null) : withAuthorities(), machine);
    }

    private SSLContext context(X509ExtendedTrustManager trust, String host) throws RemoteException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.isEmpty() ? null : keyManagers(host), new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new RemoteException("TLS could not be set up: " + e.getMessage(), e);
        }
    }

    private KeyManager[] keyManagers(String host) throws GeneralSecurityException {
        KeyStore store = emptyStore();
        for (ClientKey key : keys) {
            store.setKeyEntry(
                    "client-" + store.size(),
                    key.key(),
                    NO_PASSWORD,
                    key.chain().toArray(new Certificate[0]));
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        List<KeyManager> managers = new ArrayList<>();
        for (KeyManager manager : factory.getKeyManagers()) {
            managers.add(manager instanceof X509KeyManager own ? new OwnHostKeys(own, host) : manager);
        }
        return managers.toArray(new KeyManager[0]);
    }

    private X509ExtendedTrustManager withAuthorities() throws GeneralSecurityException {
        List<X509Certificate> all =
                new ArrayList<>(List.of(trustManager((KeyStore) null).getAcceptedIssuers()));
        all.addAll(authorities);
        return trustIn(all);
    }

    /** A trust manager for {@code authorities} and no others. */
    static X509ExtendedTrustManager trustIn(Collection<X509Certificate> authorities) throws GeneralSecurityException {
        KeyStore store = emptyStore();
        for (X509Certificate authority : authorities) {
            store.setCertificateEntry("authority-" + store.size(), authority);
        }
        return trustManager(store);
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
        return store;
    }

    private static X509ExtendedTrustManager trustManager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager trust) {
                return trust;
            }
        }
        throw new GeneralSecurityException("this JDK has no X.509 trust manager");
    }
}
