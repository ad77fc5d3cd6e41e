package dev.nydusview.cli.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The settings of all configuration files of a process, which are read when the first one is asked for. The user's file
 * comes before the system's, and within a file the table of a command before the defaults.
 *
 * <p>All methods throw {@link BadSettingsException} if a file cannot be used.
 */
public final class Settings {
    private final List<SettingsFiles.Place> places;
    private @Nullable List<Setting> all;

    public Settings(Map<String, String> environment) {
        this.places = SettingsFiles.of(environment);
    }

    /** Returns the setting of {@code option}, without dashes, for {@code command}, such as {@code plugin run}. */
    public Optional<Setting> of(String command, String option) {
        return first(setting -> setting.option().equals(option)
                && (setting.table().isDefaults() || setting.table().isOfCommand(command)));
    }

    /** Returns the setting of {@code option} for the registry {@code host}. */
    public Optional<Setting> ofRegistry(String host, String option) {
        return first(setting -> setting.option().equals(option)
                && (setting.table().isDefaults()
                        || setting.table().registry().filter(host::equals).isPresent()));
    }

    /** Returns the setting of {@code option} for registries that have no table. */
    public Optional<Setting> ofAllRegistries(String option) {
        return first(
                setting -> setting.option().equals(option) && setting.table().isDefaults());
    }

    /** Returns the registries that have tables, by name. */
    public List<String> registries() {
        TreeSet<String> hosts = new TreeSet<>();
        all().forEach(setting -> setting.table().registry().ifPresent(hosts::add));
        return List.copyOf(hosts);
    }

    /** Returns all settings, those that come first in front. */
    public synchronized List<Setting> all() {
        if (all == null) {
            List<Setting> read = new ArrayList<>();
            for (SettingsFiles.Place place : places) {
                read.addAll(SettingsFile.read(place));
            }
            all = List.copyOf(read);
        }
        return all;
    }

    private Optional<Setting> first(Predicate<Setting> wanted) {
        return all().stream().filter(wanted).findFirst();
    }
}
