package dev.barrage.measure;

import dev.barrage.measure.Measurement.TimelineRow;
import dev.barrage.plan.Load;
import dev.barrage.plan.LoadShape;
import dev.barrage.plan.Objective.Metric.CourseFigure;
import dev.barrage.statistics.Blocks.Fold;
import dev.barrage.statistics.Trend;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How latency, throughput and errors went over the longest stage that holds one load: where the
 * load itself changes, so does what it meets. Pure functions of the timeline.
 */
public final class TrafficTrend {
  /** Seconds of a run depend on each other; blocks of this length hardly do. */
  private static final double BLOCK_S = 10;

  private TrafficTrend() {}

  /**
   * A figure's trend over time in minutes; empty if no stage is steady or it is too short.
   *
   * @param timeline of the run
   */
  public static Optional<Trend> of(
      CourseFigure figure, Load load, Duration warmup, List<TimelineRow> timeline) {
    return LoadShape.steady(load)
        .flatMap(part -> of(figure, part, warmup.toNanos() / 1e9, timeline));
  }

  private static Optional<Trend> of(
      CourseFigure figure, LoadShape.Part part, double warmupS, List<TimelineRow> timeline) {
    ToDoubleFunction<TimelineRow> value = value(figure);
    List<TimelineRow> rows =
        timeline.stream()
            .filter(row -> row.phase().equals("measure") && row.lengthS() > 0.5)
            .filter(row -> row.tS() >= warmupS + part.fromS())
            .filter(row -> row.tS() + row.lengthS() <= warmupS + part.toS() + 1e-6)
            .filter(row -> Double.isFinite(value.applyAsDouble(row)))
            .toList();
    return Trend.of(
        rows.stream().mapToDouble(row -> row.tS() / 60).toArray(),
        rows.stream().mapToDouble(value).toArray(),
        BLOCK_S / 60,
        Fold.MEAN);
  }

  private static ToDoubleFunction<TimelineRow> value(CourseFigure figure) {
    return switch (figure) {
      case P50_DEGRADATION -> TimelineRow::latencyP50Us;
      case P95_DEGRADATION -> TimelineRow::latencyP95Us;
      case P99_DEGRADATION -> TimelineRow::latencyP99Us;
      case THROUGHPUT_DEGRADATION -> row -> row.ok() / row.lengthS();
      case ERROR_RATE_SLOPE ->
          row -> {
            double bad = row.failed() + row.dropped();
            return bad / (bad + row.ok()); // not a number where nothing ended: left out
          };
      case RECOVERY, CIRCUIT_OPENS, CIRCUIT_CLOSES ->
          throw new IllegalArgumentException(figure.word() + " is no trend");
    };
  }
}
