package dev.nydusview.plugin.service;

/**
 * Who calls.
 *
 * @param plugin its name
 * @param command its words, parted by blanks
 * @param image with the digest of its manifest
 */
public record ServiceContext(String plugin, String command, String image) {}
