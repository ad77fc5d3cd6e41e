/** Finds plugins among executables: {@link PluginDiscovery} asks each for its manifest. */
@NullMarked
package dev.nydusview.plugin.discovery;

import org.jspecify.annotations.NullMarked;
