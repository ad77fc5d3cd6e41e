/**
 * The service through which plugins request configuration by name: {@link ConfService}. Used by {@code plugin.exec}.
 */
@NullMarked
package dev.nydusview.plugin.conf;

import org.jspecify.annotations.NullMarked;
