package dev.nydusview.authz;

import dev.nydusview.authz.judge.ImageJudge;
import dev.nydusview.authz.policy.Policy;
import dev.nydusview.http.HttpServer;
import java.io.Closeable;
import java.io.IOException;

/** An authorization plugin for docker on a UNIX socket, from its start to its end. */
public final class AuthorizationPlugin implements Closeable {
    private final Gate gate;
    private final HttpServer server;

    private AuthorizationPlugin(Gate gate, HttpServer server) {
        this.gate = gate;
        this.server = server;
    }

    /**
     * Answers from now on.
     *
     * @throws IOException if another process listens on the socket, or it cannot be made
     */
    public static AuthorizationPlugin start(
            PluginSettings settings, Policy policy, ImageJudge judge, DecisionListener listener) throws IOException {
        Gate gate = new Gate(policy, judge, listener, settings.hint());
        try {
            HttpServer server = HttpServer.listen(settings.socket(), settings.limits(), new PluginHandler(gate));
            return new AuthorizationPlugin(gate, server);
        } catch (IOException e) {
            gate.close();
            throw e;
        }
    }

    /** Decides by another policy from now on; judgements that are kept stay, for as long as it says. */
    public void reload(Policy policy) {
        gate.reload(policy);
    }

    /** Removes the socket, lets requests that are being decided end for a few seconds, then ends scans. */
    @Override
    public void close() throws IOException {
        try {
            server.close();
        } finally {
            gate.close();
        }
    }
}
