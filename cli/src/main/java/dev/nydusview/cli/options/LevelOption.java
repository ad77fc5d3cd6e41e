package dev.nydusview.cli.options;

import dev.nydusview.plugin.report.Level;

/** Levels that a user can name. */
enum LevelOption {
    NONE(Level.NONE),
    LOW(Level.LOW),
    MEDIUM(Level.MEDIUM),
    HIGH(Level.HIGH),
    CRITICAL(Level.CRITICAL);

    private final Level level;

    LevelOption(Level level) {
        this.level = level;
    }

    Level level() {
        return level;
    }
}
