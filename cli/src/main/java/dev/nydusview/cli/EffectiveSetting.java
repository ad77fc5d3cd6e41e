package dev.nydusview.cli;

import dev.nydusview.cli.settings.Setting;

/**
 * A setting with its value, without secrets, and where that comes from.
 *
 * @param key name of an option without dashes, below a command or registry if it is for that one only
 * @param source {@code command line}, {@code variable}, {@code file} or {@code default}
 * @param place the variable, or file and line; empty for others
 */
record EffectiveSetting(String key, String value, String source, String place) {
    static final String DEFAULT = "default";

    static EffectiveSetting ofLine(String key, String value) {
        return new EffectiveSetting(key, SecretText.hidden(key, value), "command line", "");
    }

    static EffectiveSetting ofVariable(String key, String value, String variable) {
        return new EffectiveSetting(key, SecretText.hidden(key, value), "variable", variable);
    }

    static EffectiveSetting of(String key, Setting setting) {
        return new EffectiveSetting(key, SecretText.hidden(key, setting.text()), "file", setting.place());
    }

    static EffectiveSetting ofDefault(String key, String value) {
        return new EffectiveSetting(key, value, DEFAULT, "");
    }

    EffectiveSetting below(String owner) {
        return new EffectiveSetting(owner + "." + key, value, source, place);
    }

    boolean isDefault() {
        return source.equals(DEFAULT);
    }

    /** The last cell of its row. */
    String origin() {
        return switch (source) {
            case "variable" -> "variable " + place;
            case "file" -> place;
            default -> source;
        };
    }
}
