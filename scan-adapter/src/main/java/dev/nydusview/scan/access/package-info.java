/**
 * Records which program has read what from a mount, and what that has cost: {@link AccessRecord}. Used by {@code scan},
 * {@code scan.mount}, {@code scan.profile} and {@code scan.receipt}.
 */
@NullMarked
package dev.nydusview.scan.access;

import org.jspecify.annotations.NullMarked;
