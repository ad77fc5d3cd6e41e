/**
 * Runs plugins: {@link PluginRunner} starts a {@link PluginRun} over a mounted image, with a chain of {@link
 * PluginInterceptor}s around it. Used by {@code plugin.discovery} and {@code plugin.scan}.
 */
@NullMarked
package dev.nydusview.plugin.exec;

import org.jspecify.annotations.NullMarked;
