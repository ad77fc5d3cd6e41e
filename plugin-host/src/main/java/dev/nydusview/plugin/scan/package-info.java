/** Scans of images by plugins. */
@NullMarked
package dev.nydusview.plugin.scan;

import org.jspecify.annotations.NullMarked;
