package dev.nydusview.authz;

import dev.nydusview.authz.http.ServerLimits;
import java.nio.file.Path;

/**
 * How an authorization plugin is reached, and what it says.
 *
 * @param socket docker finds {@code /run/docker/plugins/NAME.sock} by its name
 * @param limits of the server
 * @param hint the command that shows all findings, with {@code {}} for the image
 */
public record PluginSettings(Path socket, ServerLimits limits, String hint) {
    private static final String HINT = "nydusview scan {} --plugins DIR";

    public static PluginSettings of(Path socket) {
        return new PluginSettings(socket, ServerLimits.DEFAULT, HINT);
    }
}
