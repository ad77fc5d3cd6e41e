package dev.nydusview.authz.scan;

/**
 * A finding of a plugin.
 *
 * @param plugin name of the plugin
 * @param text for people, in a line; may contain whatever the image does
 */
public record Finding(Level level, String plugin, String text) {}
