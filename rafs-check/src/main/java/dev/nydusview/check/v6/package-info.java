/** Checks of v6 bootstraps: {@link V6Check}. Used by {@code check}. */
@NullMarked
package dev.nydusview.check.v6;

import org.jspecify.annotations.NullMarked;
