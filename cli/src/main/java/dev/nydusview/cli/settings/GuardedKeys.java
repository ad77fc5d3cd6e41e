package dev.nydusview.cli.settings;

import dev.nydusview.base.Ownership;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keys that count only in files that nobody else can write, and those that count in none. */
final class GuardedKeys {
    /** They run programs, or decide which servers, certificates and images are trusted. */
    private static final Set<String> GUARDED = Set.of(
            "scanner",
            "arg",
            "plugins",
            "plugin-flag",
            "plugin-services",
            "plugin-network",
            "policy",
            "plain-http",
            "insecure",
            "allow-http-storage",
            "cacert",
            "mirror",
            "authfile",
            "backend",
            "backend-config",
            "twin",
            "trust-twins");

    private static final Set<String> SECRET = Set.of("creds", "password-stdin");

    private GuardedKeys() {}

    /** Refuses settings of one file that do not count there. */
    static void check(Path file, List<Setting> settings) {
        for (Setting setting : settings) {
            if (SECRET.contains(setting.option())) {
                throw new BadSettingsException(setting.place() + ": " + setting.key()
                        + " does not belong in a configuration file: log in with \"nydusview login\", or name a "
                        + "credentials file by authfile");
            }
        }
        settings.stream()
                .filter(setting -> GUARDED.contains(setting.option()))
                .findFirst()
                .ifPresent(guarded -> requireOwn(file, guarded));
    }

    private static void requireOwn(Path file, Setting guarded) {
        objection(file).ifPresent(reason -> {
            throw new BadSettingsException(guarded.place() + ": " + guarded.key()
                    + " runs programs or decides what is trusted, so it counts only in a file that nobody else can "
                    + "write, but " + reason + ": use chmod go-w and chown, or remove the key");
        });
    }

    /** The file may be a link to one elsewhere, such as in a repository of the user's. */
    private static Optional<String> objection(Path file) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            return Ownership.objection(file.toRealPath())
                    .or(() -> directory == null ? Optional.empty() : directoryObjection(directory));
        } catch (IOException e) {
            return Optional.of(file + " cannot be examined");
        }
    }

    private static Optional<String> directoryObjection(Path directory) {
        try {
            return Ownership.objection(directory.toRealPath());
        } catch (IOException e) {
            return Optional.of(directory + " cannot be examined");
        }
    }
}
