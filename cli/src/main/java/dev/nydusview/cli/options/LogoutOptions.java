package dev.nydusview.cli.options;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.registry.auth.CredentialSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of logouts. */
@HelpGroup(value = "Registry", common = true)
public final class LogoutOptions {
    @Option(
            names = "--authfile",
            paramLabel = "FILE",
            description = "Credentials file to remove the login from, in place of the first one of docker and podman.")
    @Nullable
    Path authFile;

    /** Places of credentials. */
    public CredentialSettings settings(Environment environment) {
        return CredentialSettings.of(environment.variables()).withAuthFile(authFile);
    }
}
