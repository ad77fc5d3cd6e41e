/**
 * Scans of images with plugins: {@link PluginScan} mounts an image, runs the plugins over it and returns a {@link
 * PluginOutcome}.
 */
@NullMarked
package dev.nydusview.plugin.scan;

import org.jspecify.annotations.NullMarked;
