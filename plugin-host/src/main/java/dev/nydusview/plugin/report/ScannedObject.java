package dev.nydusview.plugin.report;

/**
 * The object that a plugin says it has scanned. Text that the plugin leaves out is empty.
 *
 * @param id of an image or container, such as {@code sha256:...}; a path if it is a description of infrastructure
 * @param runtime such as {@code docker}
 */
public record ScannedObject(String id, DetectType type, String runtime) {}
