/** Scans of images by plugins, from the places of plugins to their findings. */
@NullMarked
package dev.nydusview.jobs.plugin;

import org.jspecify.annotations.NullMarked;
