/**
 * Scans images with plugins: {@link PluginFinder} finds the plugins, and {@link PluginJob} runs them and reports their
 * findings. Used by {@code jobs.judge}.
 */
@NullMarked
package dev.nydusview.jobs.plugin;

import org.jspecify.annotations.NullMarked;
