package dev.nydusview.cli.settings;

/** A configuration file that cannot be used; the message names the file, the line if there is one, and a remedy. */
public final class BadSettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadSettingsException(String message) {
        super(message);
    }
}
