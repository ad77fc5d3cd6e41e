package dev.nydusview.authz;

import dev.nydusview.authz.policy.Policy;
import dev.nydusview.authz.scan.ImageScanner;
import dev.nydusview.http.HttpServer;
import java.io.Closeable;
import java.io.IOException;

/** An authorization plugin for docker on a UNIX socket, from its start to its end. */
public final class AuthorizationPlugin implements Closeable {
    private final PolicyEnforcer enforcer;
    private final HttpServer server;

    private AuthorizationPlugin(PolicyEnforcer enforcer, HttpServer server) {
        this.enforcer = enforcer;
        this.server = server;
    }

    /**
     * Begins to respond.
     *
     * @throws IOException if another process listens on the socket, or it cannot be made
     */
    public static AuthorizationPlugin start(
            AuthorizationSettings settings, Policy policy, ImageScanner scanner, AuditListener listener)
            throws IOException {
        PolicyEnforcer enforcer = new PolicyEnforcer(policy, scanner, listener, settings.hint());
        try {
            HttpServer server = HttpServer.listen(settings.socket(), settings.limits(), new PluginHandler(enforcer));
            return new AuthorizationPlugin(enforcer, server);
        } catch (IOException e) {
            enforcer.close();
            throw e;
        }
    }

    /** Puts another policy in force. Cached scan results stay, for as long as the new policy allows. */
    public void reload(Policy policy) {
        enforcer.reload(policy);
    }

    /** Removes the socket, lets requests that are being decided end for a few seconds, then ends scans. */
    @Override
    public void close() throws IOException {
        try {
            server.close();
        } finally {
            enforcer.close();
        }
    }
}
