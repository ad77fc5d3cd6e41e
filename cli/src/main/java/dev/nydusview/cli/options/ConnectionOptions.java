package dev.nydusview.cli.options;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.settings.Settings;
import dev.nydusview.registry.auth.CredentialSettings;
import dev.nydusview.registry.http.RegistryAccess;
import dev.nydusview.registry.http.TransportSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the way to registries and the file of their credentials. */
@HelpGroup(value = "Registry", common = true)
final class ConnectionOptions {
    @PerRegistry
    @Option(
            names = "--plain-http",
            fallbackValue = "true",
            description = "Connect to the registry over plain HTTP, even with credentials; not needed for localhost.")
    @Nullable
    Boolean plainHttp;

    @PerRegistry
    @Option(names = "--insecure", fallbackValue = "true", description = "Do not verify the registry's certificate.")
    @Nullable
    Boolean insecure;

    @PerRegistry
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

    @PerRegistry
    @Option(
            names = "--mirror",
            paramLabel = "URL",
            split = ",",
            description =
                    "Mirror to ask before the registry, such as https://mirror.example:5000; may be repeated. The "
                            + "mirrors of registries.conf and of containerd's hosts.toml come after it.")
    List<String> mirrors = List.of();

    @PerRegistry
    @Option(
            names = "--authfile",
            paramLabel = "FILE",
            description = "Credentials file to read before those of docker and podman.")
    @Nullable
    Path authFile;

    /** Access with these options and, where they say nothing, with the settings for all or for single registries. */
    RegistryAccess access(Environment environment) {
        Settings settings = environment.settings();
        Map<String, RegistryAccess> special = new HashMap<>();
        for (String host : settings.registries()) {
            special.put(host, access(environment.variables(), RegistrySettings.of(settings, host)));
        }
        RegistryAccess usual = access(environment.variables(), RegistrySettings.ofAll(settings));
        return new RegistryAccess(usual.transport(), usual.credentials(), special);
    }

    private RegistryAccess access(Map<String, String> variables, RegistrySettings settings) {
        TransportSettings transport = TransportSettings.of(variables)
                .withPlainHttp(settings.flag("plain-http", plainHttp))
                .withInsecure(settings.flag("insecure", insecure))
                .withCaCertificate(settings.file("cacert", caCertificate))
                .withHttpStorage(httpStorage)
                .withMirrors(mirrors.isEmpty() ? settings.texts("mirror") : mirrors);
        CredentialSettings credentials = CredentialSettings.of(variables)
                .withAuthFile(settings.file("authfile", authFile))
                .withAnonymous(settings.flag("anonymous", null));
        return new RegistryAccess(transport, credentials);
    }
}
