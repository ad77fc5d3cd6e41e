package dev.nydusview.cli.options;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.registry.auth.CredentialSettings;
import dev.nydusview.registry.http.RegistryAccess;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for the registry: transport and credentials. */
@HelpGroup(value = "Registry", common = true)
final class RegistryOptions {
    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @FromEnvironment(unless = "--anonymous")
    @Option(
            names = "--creds",
            paramLabel = "USER[:PASSWORD]",
            description = "Credentials to use instead of those in files; other users of the machine can see arguments, "
                    + "so prefer --password-stdin or NYDUSVIEW_CREDS.")
    @Nullable
    String credentials;

    @Option(
            names = "--password-stdin",
            fallbackValue = "true",
            description = "Read the password of the user named by --creds from standard input.")
    boolean passwordFromStdin;

    @PerRegistry
    @FromEnvironment(unless = "--creds")
    @Option(names = "--anonymous", fallbackValue = "true", description = "Do not send credentials.")
    @Nullable
    Boolean anonymous;

    /**
     * A number of attempts says nothing about an outage; users of the former option are told what to write instead, and 0
     * still means to repeat nothing.
     */
    @Option(names = "--retries", paramLabel = "N", hidden = true)
    @Nullable
    String retries;

    /**
     * Returns {@code user:password} from the flags, with the password from standard input if that is chosen; null for
     * none.
     */
    @Nullable
    String credentials(Environment environment) throws IOException {
        return passwordFromStdin ? user() + ":" + PasswordInput.read(environment.in()) : credentials;
    }

    /** Access to the registry. */
    RegistryAccess access(Environment environment, Duration timeout, Duration retryFor) throws IOException {
        String given = credentials(environment);
        Duration repetition = retries == null ? retryFor : Duration.ZERO;
        return connection.access(environment).each(way -> way.with(
                        way.transport().withTimeout(timeout).withRetryFor(repetition))
                .with(credentials(way.credentials(), given)));
    }

    /** Credentials on the line, or the wish to send none, come before what a configuration file says. */
    private CredentialSettings credentials(CredentialSettings usual, @Nullable String given) {
        boolean none = anonymous == null ? usual.anonymous() && given == null : anonymous;
        return usual.withCredentials(given).withAnonymous(none);
    }

    /** Rejects contradictory options. */
    void check() throws CommandException {
        if (retries != null && !retries.equals("0")) {
            throw wrong("--retries is gone: requests are repeated for a time; write --retry-for DURATION");
        }
        if (Boolean.TRUE.equals(anonymous) && credentials != null) {
            throw wrong("--anonymous contradicts --creds");
        }
        if (!passwordFromStdin && credentials != null && !credentials.contains(":")) {
            throw wrong("--creds has no password: write USER:PASSWORD, or add --password-stdin");
        }
    }

    private String user() throws CommandException {
        if (credentials == null || credentials.contains(":")) {
            throw wrong("--password-stdin needs --creds USER, without a password");
        }
        return credentials;
    }

    private static CommandException wrong(String message) {
        return new CommandException(ExitCode.USAGE, message);
    }
}
