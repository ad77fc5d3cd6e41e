package dev.nydusview.cli.settings;

import java.nio.file.Path;
import java.util.List;

/**
 * A key of a configuration file with its value.
 *
 * @param path its tables and its name, such as {@code defaults} and {@code cache-dir}
 * @param values texts of the value, several for an array
 * @param file where it stands
 * @param line where its statement begins, from 1
 */
public record Setting(List<String> path, List<String> values, Path file, int line) {
    public Setting {
        path = List.copyOf(path);
        values = List.copyOf(values);
    }

    /** Returns the value as it is written for an option: elements of an array are separated by commas. */
    public String text() {
        return String.join(",", values);
    }

    /** Returns the only value. */
    public String single() {
        if (values.size() != 1) {
            throw new BadSettingsException(
                    place() + ": " + key() + " takes one value in a file; give further ones on the command line");
        }
        return values.get(0);
    }

    /** Returns the value of an option that takes none on the command line. */
    public boolean flag() {
        return switch (text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new BadSettingsException(place() + ": " + key() + " is neither true nor false");
        };
    }

    /** Returns the name of an option, without its dashes. */
    public String option() {
        return path.get(path.size() - 1);
    }

    /** Returns the table in which it stands. */
    public SettingTable table() {
        return new SettingTable(path.subList(0, path.size() - 1));
    }

    /** Returns {@code FILE:LINE}. */
    public String place() {
        return file + ":" + line;
    }

    /** Returns the key as TOML writes it. */
    public String key() {
        return String.join(".", path.stream().map(Setting::quoted).toList());
    }

    private static String quoted(String name) {
        return name.matches("[A-Za-z0-9_-]+") ? name : '"' + name + '"';
    }
}
