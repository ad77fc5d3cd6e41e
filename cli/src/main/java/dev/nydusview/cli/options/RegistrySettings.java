package dev.nydusview.cli.options;

import dev.nydusview.cli.settings.Setting;
import dev.nydusview.cli.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The settings of configuration files for one registry, or for all that have no table. */
final class RegistrySettings {
    private final Function<String, Optional<Setting>> settings;

    private RegistrySettings(Function<String, Optional<Setting>> settings) {
        this.settings = settings;
    }

    static RegistrySettings of(Settings settings, String host) {
        return new RegistrySettings(option -> settings.ofRegistry(host, option));
    }

    static RegistrySettings ofAll(Settings settings) {
        return new RegistrySettings(settings::ofAllRegistries);
    }

    /** Returns {@code given}, else the setting of {@code option}, else false. */
    boolean flag(String option, @Nullable Boolean given) {
        return given == null ? settings.apply(option).map(Setting::flag).orElse(false) : given;
    }

    /** Returns {@code given}, else the setting of {@code option}; null if there is none. */
    @Nullable
    Path file(String option, @Nullable Path given) {
        return given == null
                ? settings.apply(option).map(Setting::single).map(Path::of).orElse(null)
                : given;
    }

    List<String> texts(String option) {
        return settings.apply(option).map(Setting::values).orElse(List.of());
    }
}
