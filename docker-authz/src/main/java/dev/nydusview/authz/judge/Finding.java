package dev.nydusview.authz.judge;

/**
 * What a plugin has found.
 *
 * @param plugin its name
 * @param text for people, in a line; may contain whatever the image does
 */
public record Finding(Level level, String plugin, String text) {}
