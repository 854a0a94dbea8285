package dev.barrage.cli.live;

import dev.barrage.measure.Buckets;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.HistogramData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.resources.Resource;
import java.util.List;
import java.util.SortedMap;

/** A {@link Metric} as OpenTelemetry's exporters take it. Totals are cumulative. */
record OtlpMetric(Metric metric, Resource resource, MetricDataType type, Data<?> data)
    implements MetricData {
  private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create("barrage");

  /**
   * @param startNs since when totals count, nanoseconds since the epoch
   * @param nowNs the time of the values, likewise
   */
  static OtlpMetric of(Metric metric, Resource resource, long startNs, long nowNs) {
    return switch (metric.data()) {
      case Metric.Data.Counter counter ->
          new OtlpMetric(
              metric,
              resource,
              MetricDataType.DOUBLE_SUM,
              SumData.createDoubleSumData(
                  true,
                  AggregationTemporality.CUMULATIVE,
                  points(counter.points(), startNs, nowNs)));
      case Metric.Data.Gauge gauge ->
          new OtlpMetric(
              metric,
              resource,
              MetricDataType.DOUBLE_GAUGE,
              GaugeData.createDoubleGaugeData(points(gauge.points(), startNs, nowNs)));
      case Metric.Data.Histogram histogram ->
          new OtlpMetric(
              metric,
              resource,
              MetricDataType.HISTOGRAM,
              HistogramData.create(
                  AggregationTemporality.CUMULATIVE,
                  histogram.points().stream().map(p -> buckets(p, startNs, nowNs)).toList()));
    };
  }

  private static List<DoublePointData> points(List<Metric.Point> points, long startNs, long nowNs) {
    return points.stream()
        .map(p ->
            DoublePointData.create(startNs, nowNs, attributes(p.labels()), p.value(), List.of()))
        .toList();
  }

  private static HistogramPointData buckets(Metric.BucketsPoint point, long startNs, long nowNs) {
    Buckets buckets = point.buckets();
    return HistogramPointData.create(
        startNs,
        nowNs,
        attributes(point.labels()),
        buckets.sumS(),
        false,
        0,
        false,
        0,
        Buckets.BOUNDS_S,
        buckets.counts());
  }

  private static Attributes attributes(SortedMap<String, String> labels) {
    AttributesBuilder attributes = Attributes.builder();
    labels.forEach(attributes::put);
    return attributes.build();
  }

  @Override
  public Resource getResource() {
    return resource;
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return SCOPE;
  }

  @Override
  public String getName() {
    return metric.name();
  }

  @Override
  public String getDescription() {
    return metric.help();
  }

  @Override
  public String getUnit() {
    return metric.unit().ucum;
  }

  @Override
  public MetricDataType getType() {
    return type;
  }

  @Override
  public Data<?> getData() {
    return data;
  }
}
