/**
 * Finds plugins among executables: {@link PluginDiscovery} asks each for its manifest.
 * Used by {@code plugin.scan}.
 */
@NullMarked
package dev.nydusview.plugin.discovery;

import org.jspecify.annotations.NullMarked;
