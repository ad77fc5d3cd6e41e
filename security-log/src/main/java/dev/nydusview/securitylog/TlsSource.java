package dev.nydusview.securitylog;

import java.io.IOException;
import javax.net.ssl.SSLContext;

/** Finds the authorities and client certificates for a server. */
@FunctionalInterface
public interface TlsSource {
    SSLContext contextFor(String host, int port) throws IOException;
}
