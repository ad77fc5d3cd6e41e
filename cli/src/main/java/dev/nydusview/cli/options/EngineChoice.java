package dev.nydusview.cli.options;

/** Engines of mounts that a user can choose. */
public enum EngineChoice {
    AUTO,
    NATIVE,
    JNR
}
