/**
 * RAFS v6 bootstraps.
 * Used by {@code rafswriter}.
 */
@NullMarked
package dev.nydusview.rafswriter.v6;

import org.jspecify.annotations.NullMarked;
