package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.LoginOptions;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.image.access.Access;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.registry.auth.CredentialStore;
import dev.nydusview.registry.auth.Credentials;
import dev.nydusview.registry.endpoint.RegistryCatalog;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code login}. */
@Command(
        name = "login",
        description = {
            "Logs in to a registry.",
            "",
            "Keeps user and password once the registry has accepted them: in the "
                    + "first of --authfile, $REGISTRY_AUTH_FILE, $DOCKER_CONFIG/config.json and ~/.docker/config.json, or "
                    + "in the credential helper that this file names. docker and podman read the same files."
        },
        footer = {
            "  nydusview login registry.example",
            "  pass show registry | nydusview login -u ci --password-stdin registry.example:5000",
        })
final class LoginCommand implements Subcommand {
    private final Environment environment;

    @Parameters(arity = "0..1", paramLabel = "REGISTRY", description = "HOST or HOST:PORT (default: docker.io).")
    String registry = "docker.io";

    @Mixin
    LoginOptions login = new LoginOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    LoginCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        Access access = login.access(environment);
        RegistryCatalog checked = environment.library(null).catalog(registry, access);
        Credentials.Password given = login.login(environment);
        String pair = given.user() + ":" + given.password();
        environment
                .library(null)
                .catalog(registry, access.withCredentials(settings -> settings.withCredentials(pair)))
                .requireAccess();
        String place = CredentialStore.of(access.registry().credentials()).store(checked.registry(), given);
        if (!output.quiet()) {
            environment.say("logged in to " + checked.registry() + " as " + given.user() + ": kept in " + place);
        }
        return ExitCode.OK.code();
    }

    @Override
    public List<ExitCode> exitCodes() {
        return List.of(ExitCode.OK, ExitCode.FAILURE, ExitCode.USAGE, ExitCode.NOT_FOUND, ExitCode.AUTHENTICATION);
    }

    @Override
    public OutputOptions output() {
        return output;
    }
}
