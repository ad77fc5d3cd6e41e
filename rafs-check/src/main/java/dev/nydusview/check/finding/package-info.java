/**
 * The {@link Findings} of checks, with severity and location, and the checks that both versions of the format share.
 * Used by {@code check}, {@code check.v5} and {@code check.v6}.
 */
@NullMarked
package dev.nydusview.check.finding;

import org.jspecify.annotations.NullMarked;
