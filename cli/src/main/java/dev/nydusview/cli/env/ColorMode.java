package dev.nydusview.cli.env;

import java.util.Map;

/** Choice of when to print in colour. */
public enum ColorMode {
    AUTO,
    ALWAYS,
    NEVER;

    /** The decision for one stream; {@code NO_COLOR} and {@code CLICOLOR_FORCE} only count for {@link #AUTO}. */
    public boolean enabled(boolean terminal, Map<String, String> variables) {
        if (this != AUTO) {
            return this == ALWAYS;
        }
        if (!variables.getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        String force = variables.getOrDefault("CLICOLOR_FORCE", "");
        return terminal || !(force.isEmpty() || force.equals("0"));
    }
}
