/** Which plugins there are. */
@NullMarked
package dev.nydusview.plugin.discovery;

import org.jspecify.annotations.NullMarked;
