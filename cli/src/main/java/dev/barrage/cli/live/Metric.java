package dev.barrage.cli.live;

import dev.barrage.measure.Buckets;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/**
 * One metric with its points, in the words of OpenTelemetry; the Prometheus name follows from it as
 * a collector would make it: {@code barrage.request.latency} in seconds is {@code
 * barrage_request_latency_seconds}.
 *
 * @param name words separated by dots, without unit
 */
public record Metric(String name, String help, Unit unit, Data data) {
  /** Units, as UCUM codes and as suffixes of Prometheus names. */
  public enum Unit {
    NONE(""),
    SECONDS("s"),
    BYTES("By"),
    RATIO("1");

    final String ucum;

    Unit(String ucum) {
      this.ucum = ucum;
    }
  }

  /** What a metric holds. */
  public sealed interface Data {
    /** Totals that only grow. */
    record Counter(List<Point> points) implements Data {}

    record Gauge(List<Point> points) implements Data {}

    record Histogram(List<BucketsPoint> points) implements Data {}
  }

  public record Point(SortedMap<String, String> labels, double value) {}

  public record BucketsPoint(SortedMap<String, String> labels, Buckets buckets) {}

  /** Without the suffixes that a kind of metric has, such as {@code _total}. */
  String prometheusName() {
    String plain = name.replace('.', '_');
    return unit == Unit.NONE ? plain : plain + "_" + unit.name().toLowerCase(Locale.ROOT);
  }
}
