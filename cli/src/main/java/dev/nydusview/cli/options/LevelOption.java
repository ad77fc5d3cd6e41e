package dev.nydusview.cli.options;

import dev.nydusview.plugin.report.Finding;
import dev.nydusview.plugin.report.Level;

/** Levels that a user can name. */
public enum LevelOption {
    NONE(Level.NONE),
    LOW(Level.LOW),
    MEDIUM(Level.MEDIUM),
    HIGH(Level.HIGH),
    CRITICAL(Level.CRITICAL);

    private final Level level;

    LevelOption(Level level) {
        this.level = level;
    }

    /** Whether {@code finding} is of this level or above; one of an unknown level is. */
    public boolean isReached(Finding finding) {
        return finding.level().compareTo(level) >= 0;
    }
}
