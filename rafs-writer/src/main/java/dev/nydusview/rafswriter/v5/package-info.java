/**
 * RAFS v5 bootstraps.
 * Used by {@code rafswriter}.
 */
@NullMarked
package dev.nydusview.rafswriter.v5;

import org.jspecify.annotations.NullMarked;
