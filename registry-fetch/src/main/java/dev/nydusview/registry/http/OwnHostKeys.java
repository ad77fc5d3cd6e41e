package dev.nydusview.registry.http;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/** Shows client certificates to the registry's own host only, not to those that it leads to. */
final class OwnHostKeys extends X509ExtendedKeyManager {
    private final @Nullable X509KeyManager keys;
    private final String host;
    private volatile boolean demanded;

    /** @param keys null for none */
    OwnHostKeys(@Nullable X509KeyManager keys, String host) {
        this.keys = keys;
        this.host = host;
    }

    /** Tests whether a server has demanded a certificate. */
    boolean wereDemanded() {
        return demanded;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] types, Principal @Nullable [] issuers, Socket socket) {
        demanded = true;
        SSLSession session = socket instanceof SSLSocket secure ? secure.getHandshakeSession() : null;
        boolean isOwn = session != null && host.equalsIgnoreCase(session.getPeerHost());
        return isOwn && keys != null ? keys.chooseClientAlias(types, issuers, socket) : null;
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal[] issuers) {
        return keys == null ? null : keys.getClientAliases(type, issuers);
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal[] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return keys == null ? null : keys.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return keys == null ? null : keys.getPrivateKey(alias);
    }
}
