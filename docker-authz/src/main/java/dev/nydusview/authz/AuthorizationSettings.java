package dev.nydusview.authz;

import dev.nydusview.http.ServerLimits;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The address of an authorization plugin, and its limits.
 *
 * @param socket docker finds {@code /run/docker/plugins/NAME.sock} by its name
 * @param limits of the server
 * @param hint the command that shows all findings, with {@code {}} for the image
 */
public record AuthorizationSettings(Path socket, ServerLimits limits, String hint) {
    /** Docker sends bodies of up to 4 MiB, in base64, with the certificates of the client. */
    static final int MAX_BODY = 8 << 20;

    private static final ServerLimits LIMITS =
            new ServerLimits(512, Duration.ofMinutes(5), Duration.ofSeconds(10), MAX_BODY, Duration.ofSeconds(5));

    /** Settings with the limits for docker's requests. */
    public static AuthorizationSettings of(Path socket, String hint) {
        return new AuthorizationSettings(socket, LIMITS, hint);
    }
}
