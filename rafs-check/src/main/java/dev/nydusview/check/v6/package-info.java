/** Checks of v6 bootstraps. */
@NullMarked
package dev.nydusview.check.v6;

import org.jspecify.annotations.NullMarked;
