package dev.nydusview.plugin.service;

/**
 * The run that a service serves.
 *
 * @param plugin the name in its manifest
 * @param command the words of its command, such as {@code scan image}
 * @param image as the user named it
 */
public record RunContext(String plugin, String command, String image) {}
