/** Writes bootstraps of both versions: {@link BootstrapWriter}. */
@NullMarked
package dev.nydusview.rafswriter;

import org.jspecify.annotations.NullMarked;
