/**
 * A {@link Plugin} of the veinmind protocol: an executable and its manifest. The packages below find plugins, run them
 * over mounted images and serve them. Used by {@code plugin.discovery}, {@code plugin.exec} and {@code plugin.scan}.
 */
@NullMarked
package dev.nydusview.plugin;

import org.jspecify.annotations.NullMarked;
