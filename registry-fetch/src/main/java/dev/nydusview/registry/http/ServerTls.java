package dev.nydusview.registry.http;

import dev.nydusview.registry.RemoteException;
import java.util.List;
import javax.net.ssl.SSLContext;

/** TLS to servers that are not registries, with the certificates that a registry at the same address would have. */
public final class ServerTls {
    private ServerTls() {}

    /**
     * Makes a context that trusts the authorities of the machine, of the settings and of the directory {@code
     * certs.d/HOST:PORT}, whose client certificates it presents. It always verifies certificates; the name of the host is
     * the caller's to verify.
     */
    public static SSLContext contextFor(String host, int port, TransportSettings settings) throws RemoteException {
        String name = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        CertificateDirectories directories = CertificateDirectories.of(settings.environment());
        return TrustSettings.of(settings.withInsecure(false), directories.of(name), List.of())
                .context(host, new MachineAuthorities(settings.environment()));
    }
}
