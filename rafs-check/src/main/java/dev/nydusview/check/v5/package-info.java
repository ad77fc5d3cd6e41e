/** Checks of v5 bootstraps. */
@NullMarked
package dev.nydusview.check.v5;

import org.jspecify.annotations.NullMarked;
