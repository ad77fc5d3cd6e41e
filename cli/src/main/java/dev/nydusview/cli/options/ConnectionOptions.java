package dev.nydusview.cli.options;

import dev.nydusview.registry.auth.CredentialSettings;
import dev.nydusview.registry.http.RegistryAccess;
import dev.nydusview.registry.http.TransportSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the way to registries and the file of their credentials. */
@HelpGroup(value = "Registry", common = true)
final class ConnectionOptions {
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
            names = "--mirror",
            paramLabel = "URL",
            split = ",",
            description =
                    "Mirror to ask before the registry, such as https://mirror.example:5000; may be repeated. The "
                            + "mirrors of registries.conf and of containerd's hosts.toml come after it.")
    List<String> mirrors = List.of();

    @Option(
            names = "--authfile",
            paramLabel = "FILE",
            description = "Credentials file to read before those of docker and podman.")
    @Nullable
    Path authFile;

    /** Access with these options, and with the credentials of files. */
    RegistryAccess access(Map<String, String> variables) {
        TransportSettings transport = TransportSettings.of(variables)
                .withPlainHttp(plainHttp)
                .withInsecure(insecure)
                .withCaCertificate(caCertificate)
                .withHttpStorage(httpStorage)
                .withMirrors(mirrors);
        return new RegistryAccess(transport, CredentialSettings.of(variables).withAuthFile(authFile));
    }
}
