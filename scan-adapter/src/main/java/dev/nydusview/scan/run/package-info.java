/**
 * Runs programs in sandboxes: {@link Launcher} starts a {@link Launch} in a {@link Sandbox} and says which {@link
 * Confinement} the program got. Used by {@code scan}, {@code scan.mount} and {@code scan.receipt}.
 */
@NullMarked
package dev.nydusview.scan.run;

import org.jspecify.annotations.NullMarked;
