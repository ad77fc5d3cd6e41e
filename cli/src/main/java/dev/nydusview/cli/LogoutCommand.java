package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.LogoutOptions;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.image.access.Access;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.registry.auth.CredentialSettings;
import dev.nydusview.registry.auth.CredentialStore;
import dev.nydusview.registry.auth.Keychain;
import dev.nydusview.registry.auth.Login;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code logout}. */
@Command(
        name = "logout",
        description = "Removes the login for a registry, and says where else there is one.",
        footer = {
            "  nydusview logout registry.example",
        })
final class LogoutCommand implements Subcommand {
    private final Environment environment;

    @Parameters(arity = "0..1", paramLabel = "REGISTRY", description = "HOST or HOST:PORT (default: docker.io).")
    String registry = "docker.io";

    @Mixin
    LogoutOptions options = new LogoutOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    LogoutCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        String host = environment
                .library(null)
                .catalog(registry, Access.of(environment.variables()))
                .registry();
        CredentialSettings settings = options.settings(environment);
        @Nullable String place = CredentialStore.of(settings).erase(host);
        if (!output.quiet()) {
            environment.say(
                    place == null
                            ? "there was no login for " + host
                            : "removed the login for " + host + " from " + place);
        }
        Login left = new Keychain(settings).find(host, "");
        if (!left.isAnonymous()) {
            environment.say("there still is the " + left.credentials() + " for " + host + " in " + left.origin());
        }
        return ExitCode.OK.code();
    }

    @Override
    public List<ExitCode> exitCodes() {
        return List.of(ExitCode.OK, ExitCode.FAILURE, ExitCode.USAGE, ExitCode.AUTHENTICATION);
    }

    @Override
    public OutputOptions output() {
        return output;
    }
}
