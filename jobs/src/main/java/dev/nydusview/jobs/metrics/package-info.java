/**
 * Metrics for Prometheus, and the health of long-running commands: {@link Metrics} writes files and answers requests.
 * Used by {@code jobs.image} and {@code jobs.judge}.
 */
@NullMarked
package dev.nydusview.jobs.metrics;

import org.jspecify.annotations.NullMarked;
