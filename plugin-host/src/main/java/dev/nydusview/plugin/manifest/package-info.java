/**
 * Reads what plugins print for {@code info}: {@link ManifestReader} returns a {@link PluginManifest}. Used by {@code
 * plugin}, {@code plugin.discovery}, {@code plugin.exec} and {@code plugin.scan}.
 */
@NullMarked
package dev.nydusview.plugin.manifest;

import org.jspecify.annotations.NullMarked;
