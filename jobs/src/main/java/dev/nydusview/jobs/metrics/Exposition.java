package dev.nydusview.jobs.metrics;

import dev.nydusview.fuse.OperationCounts;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The values in the text format of Prometheus. The only class that loads its library. */
final class Exposition {
    static final String MEDIA_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

    byte[] text(List<Sample> samples, OperationCounts.Totals reads) {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        for (Metric metric : Metric.values()) {
            List<Sample> own =
                    samples.stream().filter(sample -> sample.metric() == metric).toList();
            if (metric.kind() == Metric.Kind.HISTOGRAM) {
                all.metricSnapshot(latency(metric, reads));
            } else if (metric.kind() == Metric.Kind.COUNTER && !own.isEmpty()) {
                all.metricSnapshot(counter(metric, own));
            } else if (!own.isEmpty()) {
                all.metricSnapshot(gauge(metric, own));
            }
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            writer.write(text, all.build(), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory takes everything
        }
        return text.toByteArray();
    }

    private static CounterSnapshot counter(Metric metric, List<Sample> samples) {
        CounterSnapshot.Builder counter =
                CounterSnapshot.builder().name(metric.base()).help(metric.help());
        samples.forEach(sample -> counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                .labels(labels(sample))
                .value(sample.value())
                .build()));
        return counter.build();
    }

    private static GaugeSnapshot gauge(Metric metric, List<Sample> samples) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name(metric.base()).help(metric.help());
        samples.forEach(sample -> gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .labels(labels(sample))
                .value(sample.value())
                .build()));
        return gauge.build();
    }

    private static HistogramSnapshot latency(Metric metric, OperationCounts.Totals reads) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        List<Double> bounds = OperationCounts.LATENCY_BOUNDS;
        for (int i = 0; i <= bounds.size(); i++) {
            buckets.bucket(
                    i < bounds.size() ? bounds.get(i) : Double.POSITIVE_INFINITY,
                    reads.latencies().get(i));
        }
        return HistogramSnapshot.builder()
                .name(metric.base())
                .help(metric.help())
                .dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(buckets.build())
                        .sum(reads.latencyNanos() / 1e9)
                        .build())
                .build();
    }

    private static Labels labels(Sample sample) {
        return Labels.of(sample.metric().labels(), sample.labels());
    }
}
