package dev.nydusview.authz;

import dev.nydusview.http.ServerLimits;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How an authorization plugin is reached, and what it says.
 *
 * @param socket docker finds {@code /run/docker/plugins/NAME.sock} by its name
 * @param limits of the server
 * @param hint the command that shows all findings, with {@code {}} for the image
 */
public record PluginSettings(Path socket, ServerLimits limits, String hint) {
    /** Docker sends bodies of up to 1 MiB, in base64, with the certificates of the client. */
    private static final ServerLimits LIMITS =
            new ServerLimits(512, Duration.ofMinutes(5), Duration.ofSeconds(10), 8 << 20, Duration.ofSeconds(5));

    /** @param hint as above */
    public static PluginSettings of(Path socket, String hint) {
        return new PluginSettings(socket, LIMITS, hint);
    }
}
