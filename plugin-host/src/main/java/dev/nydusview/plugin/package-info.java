/** Plugins of the veinmind protocol: found by {@code info}, run over mounted images, offered services. */
@NullMarked
package dev.nydusview.plugin;

import org.jspecify.annotations.NullMarked;
