/** Checks of v5 bootstraps: {@link V5Check}. Used by {@code check}. */
@NullMarked
package dev.nydusview.check.v5;

import org.jspecify.annotations.NullMarked;
