/**
 * Limits the memory, processors and processes of a run: {@link Limiter} applies {@link Limits} by control groups where
 * the user may make them, else by prlimit. Used by {@code plugin.discovery}, {@code plugin.exec} and {@code
 * plugin.scan}.
 */
@NullMarked
package dev.nydusview.plugin.limits;

import org.jspecify.annotations.NullMarked;
