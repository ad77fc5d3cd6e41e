package dev.nydusview.registry.http;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts authorities of the JDK and the user, and those of the machine, which are read when the former do not suffice:
 * that takes longer than most commands.
 */
final class FallbackTrust extends X509ExtendedTrustManager {
    private final Source source;
    private final MachineAuthorities others;
    private @Nullable X509ExtendedTrustManager first;
    private @Nullable X509ExtendedTrustManager second;

    /** @param source of the trust in authorities of the JDK and the user, asked when a certificate is to be checked */
    FallbackTrust(Source source, MachineAuthorities others) {
        this.source = source;
        this.others = others;
    }

    interface Source {
        X509ExtendedTrustManager open() throws GeneralSecurityException;
    }

    private interface Check {
        void by(X509ExtendedTrustManager trust) throws CertificateException;
    }

    private void check(Check check) throws CertificateException {
        try {
            check.by(first());
        } catch (CertificateException e) {
            X509ExtendedTrustManager other = second(e);
            if (other.getAcceptedIssuers().length == 0) {
                throw e;
            }
            check.by(other);
        }
    }

    private synchronized X509ExtendedTrustManager first() throws CertificateException {
        try {
            if (first == null) {
                first = source.open();
            }
            return first;
        } catch (GeneralSecurityException e) {
            throw new CertificateException("the trusted authorities cannot be read: " + e.getMessage(), e);
        }
    }

    private synchronized X509ExtendedTrustManager second(CertificateException distrust) throws CertificateException {
        try {
            if (second == null) {
                second = TrustSettings.trustIn(others.read());
            }
            return second;
        } catch (GeneralSecurityException e) {
            distrust.addSuppressed(e);
            throw distrust;
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        first().checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        first().checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        first().checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(trust -> trust.checkServerTrusted(chain, type));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(trust -> trust.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(trust -> trust.checkServerTrusted(chain, type, engine));
    }

    /** None: only servers, and a client that pins certificates, ask for them, and OkHttp does before it connects to anything. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
