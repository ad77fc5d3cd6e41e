/** Metrics for Prometheus, and the health of long-running commands: {@link Metrics} writes files and answers requests. */
@NullMarked
package dev.nydusview.jobs.metrics;

import org.jspecify.annotations.NullMarked;
