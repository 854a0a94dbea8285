package dev.barrage.cli.live;

import dev.barrage.measure.Buckets;
import io.prometheus.metrics.config.ExporterProperties;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Metrics as text for Prometheus: OpenMetrics 1.0 where the reader accepts it, else the text format
 * 0.0.4. Any thread.
 */
final class PrometheusText {
  /** Made without looking for configuration files of the library. */
  private static final ExpositionFormats FORMATS =
      ExpositionFormats.init(ExporterProperties.builder().build());

  private static final List<Double> BOUNDS = bounds();

  /** What to send. */
  record Page(String contentType, byte[] body) {}

  private PrometheusText() {}

  /**
   * @param accept the reader's {@code Accept} field; null: it has none
   */
  static Page page(List<Metric> metrics, @Nullable String accept) {
    boolean open = accept != null && accept.contains("application/openmetrics-text");
    ExpositionFormatWriter writer =
        open ? FORMATS.getOpenMetricsTextFormatWriter() : FORMATS.getPrometheusTextFormatWriter();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      writer.write(body, new MetricSnapshots(metrics.stream().map(PrometheusText::of).toList()));
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return new Page(writer.getContentType(), body.toByteArray());
  }

  private static MetricSnapshot of(Metric metric) {
    String name = metric.prometheusName();
    return switch (metric.data()) {
      case Metric.Data.Counter counter -> {
        var snapshot = CounterSnapshot.builder().name(name).help(metric.help());
        counter
            .points()
            .forEach(point ->
                snapshot.dataPoint(
                    CounterDataPointSnapshot.builder()
                        .labels(labels(point.labels()))
                        .value(point.value())
                        .build()));
        yield snapshot.build();
      }
      case Metric.Data.Gauge gauge -> {
        var snapshot = GaugeSnapshot.builder().name(name).help(metric.help());
        gauge
            .points()
            .forEach(point ->
                snapshot.dataPoint(
                    GaugeDataPointSnapshot.builder()
                        .labels(labels(point.labels()))
                        .value(point.value())
                        .build()));
        yield snapshot.build();
      }
      case Metric.Data.Histogram histogram -> {
        var snapshot = HistogramSnapshot.builder().name(name).help(metric.help());
        histogram.points().forEach(point -> snapshot.dataPoint(of(point)));
        yield snapshot.build();
      }
    };
  }

  private static HistogramDataPointSnapshot of(Metric.BucketsPoint point) {
    var snapshot =
        HistogramDataPointSnapshot.builder()
            .classicHistogramBuckets(ClassicHistogramBuckets.of(BOUNDS, point.buckets().counts()));
    snapshot.sum(point.buckets().sumS());
    snapshot.labels(labels(point.labels()));
    return snapshot.build();
  }

  private static List<Double> bounds() {
    List<Double> bounds = new ArrayList<>(Buckets.BOUNDS_S);
    bounds.add(Double.POSITIVE_INFINITY);
    return List.copyOf(bounds);
  }

  private static Labels labels(SortedMap<String, String> labels) {
    return Labels.of(List.copyOf(labels.keySet()), List.copyOf(labels.values()));
  }
}
