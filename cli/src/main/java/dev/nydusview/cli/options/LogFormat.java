package dev.nydusview.cli.options;

/** Formats of messages and log records on standard error. */
public enum LogFormat {
    TEXT,
    JSON
}
