/** Findings of checks: their severity, location and counts, and checks that both versions share. */
@NullMarked
package dev.nydusview.check.finding;

import org.jspecify.annotations.NullMarked;
