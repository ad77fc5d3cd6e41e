/** Configuration that plugins ask for by name. */
@NullMarked
package dev.nydusview.plugin.conf;

import org.jspecify.annotations.NullMarked;
