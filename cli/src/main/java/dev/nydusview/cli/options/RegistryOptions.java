package dev.nydusview.cli.options;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.registry.auth.CredentialSettings;
import dev.nydusview.registry.http.RegistryAccess;
import dev.nydusview.registry.http.TransportSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the registry: transport and credentials. */
@HelpGroup("Registry")
final class RegistryOptions {
    private static final int MAX_PASSWORD_BYTES = 64 << 10;

    @Option(
            names = "--plain-http",
            fallbackValue = "true",
            description = "Connect to the registry over plain HTTP, even with credentials; not needed for localhost.")
    boolean plainHttp;

    @Option(names = "--insecure", fallbackValue = "true", description = "Do not verify the registry's certificate.")
    boolean insecure;

    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            description = "Additional trusted certificate authorities, as PEM.")
    @Nullable
    Path caCertificate;

    @Option(
            names = "--allow-http-storage",
            fallbackValue = "true",
            description = "Fetch blobs over plain HTTP if a registry with HTTPS leads to storage without it; they are "
                    + "verified by their digests. --insecure allows it as well.")
    boolean httpStorage;

    @Option(
            names = "--authfile",
            paramLabel = "FILE",
            description = "Credentials file to read before those of docker and podman.")
    @Nullable
    Path authFile;

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

    @Option(names = "--anonymous", fallbackValue = "true", description = "Do not send credentials.")
    boolean anonymous;

    @Option(
            names = "--retries",
            paramLabel = "N",
            description = "Retry a request up to N times after a temporary failure (default: 5).")
    int retries = 5;

    /**
     * Returns {@code user:password} from the flags, with the password from standard input if that is chosen; null for
     * none.
     */
    @Nullable
    String credentials(Environment environment) throws IOException {
        return passwordFromStdin ? user() + ":" + password(environment.in()) : credentials;
    }

    /** Access to the registry. */
    RegistryAccess access(Environment environment, Duration timeout) throws IOException {
        TransportSettings transport = new TransportSettings(
                plainHttp, insecure, caCertificate, httpStorage, timeout, retries, environment.variables());
        CredentialSettings login =
                new CredentialSettings(authFile, credentials(environment), anonymous, environment.variables());
        return new RegistryAccess(transport, login);
    }

    /** Rejects contradictory options. */
    void check() throws CommandException {
        if (retries < 0) {
            throw wrong("--retries must not be negative");
        }
        if (anonymous && credentials != null) {
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

    private String password(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
            if (line.size() > MAX_PASSWORD_BYTES) {
                throw wrong("the password on standard input is longer than " + MAX_PASSWORD_BYTES + " bytes");
            }
        }
        String password = line.toString(StandardCharsets.UTF_8);
        return password.endsWith("\r") ? password.substring(0, password.length() - 1) : password;
    }

    private static CommandException wrong(String message) {
        return new CommandException(ExitCode.USAGE, message);
    }
}
