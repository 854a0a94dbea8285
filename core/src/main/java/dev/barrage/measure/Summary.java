package dev.barrage.measure;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * What records say of a distribution, in microseconds; NaN where there is no value.
 *
 * <p>A percentile is the upper end of the bucket that holds rank ceil(p · count), at most the exact
 * maximum: HdrHistogram's own rule. All are found in one pass, because a record has hundreds of
 * them.
 *
 * @param percentiles at {@link #PERCENTS}, in that order
 */
public record Summary(
    long count, double minUs, double meanUs, double stdevUs, double[] percentiles, double maxUs) {
  /** The percentiles of a record. */
  private static final double[] PERCENTS = {50, 66, 75, 80, 90, 95, 98, 99, 99.9, 99.99};

  /** Their names in a record, in the same order. */
  private static final String[] NAMES = {
    "p50", "p66", "p75", "p80", "p90", "p95", "p98", "p99", "p99_9", "p99_99"
  };

  public static int size() {
    return PERCENTS.length;
  }

  public static String name(int index) {
    return NAMES[index];
  }

  public static double percent(int index) {
    return PERCENTS[index];
  }

  public static Summary of(Histogram histogram) {
    long count = histogram.getTotalCount();
    double[] percentiles = new double[PERCENTS.length];
    if (count == 0) {
      java.util.Arrays.fill(percentiles, Double.NaN);
      return new Summary(0, Double.NaN, Double.NaN, Double.NaN, percentiles, Double.NaN);
    }
    double maxUs = histogram.getMaxValue() / 1e3;
    int next = 0;
    double mean = 0;
    double squares = 0;
    long seen = 0;
    for (HistogramIterationValue value : histogram.recordedValues()) {
      long middleNs = histogram.medianEquivalentValue(value.getValueIteratedTo());
      double us = middleNs / 1e3;
      long times = value.getCountAtValueIteratedTo();
      seen += times;
      double delta = us - mean;
      mean += delta * times / seen;
      squares += delta * (us - mean) * times;
      while (next < PERCENTS.length
          && value.getTotalCountToThisValue() >= rank(PERCENTS[next], count)) {
        percentiles[next++] = Math.min(value.getValueIteratedTo() / 1e3, maxUs);
      }
    }
    double stdev = Math.sqrt(squares / count);
    double minUs = histogram.getMinValue() / 1e3;
    double within = Math.clamp(mean, minUs, maxUs); // buckets' middles may lie outside
    return new Summary(count, minUs, within, stdev, percentiles, maxUs);
  }

  /** How many of {@code count} values must not exceed the given percentile: ceil(p · count). */
  public static long rank(double percent, long count) {
    return Math.max(1, (long) Math.ceil(percent * count / 100 - 1e-6));
  }

  /** The value at a rank from 1 to the histogram's count, in its unit; at most its maximum. */
  public static long valueAtRank(Histogram histogram, long rank) {
    for (HistogramIterationValue value : histogram.recordedValues()) {
      if (value.getTotalCountToThisValue() >= rank) {
        return Math.min(value.getValueIteratedTo(), histogram.getMaxValue());
      }
    }
    return histogram.getMaxValue();
  }
}
