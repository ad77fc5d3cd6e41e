package dev.nydusview.jobs.metrics;

import java.util.List;

/**
 * A value of a counter or gauge.
 *
 * @param labels values of the metric's labels, in their order
 */
record Sample(Metric metric, List<String> labels, double value) {
    static Sample of(Metric metric, long value, String... labels) {
        return of(metric, (double) value, labels);
    }

    static Sample of(Metric metric, double value, String... labels) {
        return new Sample(metric, List.of(labels), value);
    }
}
