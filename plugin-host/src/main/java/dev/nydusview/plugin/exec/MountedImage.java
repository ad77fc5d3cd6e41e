package dev.nydusview.plugin.exec;

import java.nio.file.Path;

/**
 * An image as plugins see it.
 *
 * @param id digest of its configuration, such as {@code sha256:...}, by which plugins call it
 * @param name with the digest of its manifest, for reports
 * @param root where it is mounted
 * @param document what is known of it beside its files: a JSON document for plugins
 */
public record MountedImage(String id, String name, Path root, Path document) {}
