package dev.nydusview.plugin.report;

/**
 * What a plugin says that it has looked at. Empty text stands for what it does not say.
 *
 * @param id of an image or container, such as {@code sha256:...}; a path if it is a description of infrastructure
 * @param runtime such as {@code docker}
 */
record ScannedObject(String id, DetectType type, String runtime) {}
