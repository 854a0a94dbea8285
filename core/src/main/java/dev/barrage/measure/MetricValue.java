package dev.barrage.measure;

import dev.barrage.plan.Objective.Metric;
import org.jspecify.annotations.Nullable;

/** What a metric is, of the requests that ended in some time: the run so far, or its last part. */
final class MetricValue {
  private MetricValue() {}

  /** Whether a metric is about latencies, and not about counts alone. */
  static boolean isOfLatency(Metric metric) {
    return switch (metric) {
      case Metric.Percentile percentile -> true;
      case Metric.Mean mean -> true;
      case Metric.ErrorRate errors -> false;
      case Metric.Throughput throughput -> false;
      case Metric.Monitored monitored -> false;
      case Metric.Limited limited -> false;
      case Metric.Course course -> false;
      case Metric.GatewayErrors errors -> false;
      case Metric.Unanswered unanswered -> false;
    };
  }

  /**
   * The value in the metric's unit: NaN without samples, positive infinity if the percentile falls
   * among requests that got no good answer.
   *
   * @param notOk failed and dropped requests
   * @param okLatency null where the metric is of counts alone
   * @param seconds length of the time
   */
  static double of(
      Metric metric, long ok, long notOk, @Nullable Distribution okLatency, double seconds) {
    long all = ok + notOk;
    return switch (metric) {
      case Metric.Percentile percentile -> percentile(percentile.percent(), all, okLatency);
      case Metric.Mean mean -> okLatency == null ? Double.NaN : okLatency.mean() / 1e3;
      case Metric.ErrorRate errors -> all == 0 ? Double.NaN : (double) notOk / all;
      case Metric.Throughput throughput -> seconds > 0 ? ok / seconds : Double.NaN;
      case Metric.Monitored monitored -> Double.NaN; // not of requests
      case Metric.Limited limited -> Double.NaN; // known at the end
      case Metric.Course course -> Double.NaN; // likewise
      case Metric.GatewayErrors errors -> Double.NaN; // known at the end
      case Metric.Unanswered unanswered -> Double.NaN; // likewise
    };
  }

  private static double percentile(double percent, long all, @Nullable Distribution okLatency) {
    if (all == 0 || okLatency == null) {
      return Double.NaN;
    }
    long rank = Summary.rank(percent, all);
    return rank > okLatency.count() ? Double.POSITIVE_INFINITY : okLatency.valueAtRank(rank) / 1e3;
  }
}
