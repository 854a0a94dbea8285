package dev.barrage.measure;

import java.util.Arrays;
import java.util.List;

/**
 * A distribution of times as counts in fixed buckets, as monitoring systems take them.
 *
 * <p>A value is in the first bucket whose bound it does not exceed, up to a thousandth: a bound
 * that falls into one of the recording's finer buckets leaves that to the next one.
 *
 * @param sumS sum of all values in seconds, within 0.05 %
 * @param counts of each bucket of {@link #BOUNDS_S}, then of what is beyond the last
 */
public record Buckets(long count, double sumS, List<Long> counts) {
  /** Upper bounds in seconds: 0.1 ms to 1 min, five per decade. */
  public static final List<Double> BOUNDS_S = bounds();

  private static List<Double> bounds() {
    double[] inDecade = {1, 2, 3, 5, 7};
    return java.util.stream.IntStream.rangeClosed(-4, 1)
        .boxed()
        .flatMap(power -> Arrays.stream(inDecade).mapToObj(d -> bound(d, power)))
        .filter(bound -> bound < 60)
        .collect(
            java.util.stream.Collectors.collectingAndThen(
                java.util.stream.Collectors.toList(),
                list -> {
                  list.add(60.0);
                  return List.copyOf(list);
                }));
  }

  /** The double that is written as {@code 0.0003}, not 0.00030000000000000003. */
  private static double bound(double digit, int power) {
    return power < 0 ? digit / Math.pow(10, -power) : digit * Math.pow(10, power);
  }

  static Buckets of(Distribution... parts) {
    long[] counts = new long[BOUNDS_S.size() + 1];
    double sumNs = 0;
    for (Distribution part : parts) {
      long below = 0;
      for (int i = 0; i < BOUNDS_S.size(); i++) {
        long upTo = part.countUpTo(Math.round(BOUNDS_S.get(i) * 1e9));
        counts[i] += upTo - below;
        below = upTo;
      }
      counts[BOUNDS_S.size()] += part.countUpTo(Long.MAX_VALUE) - below;
      sumNs += part.sum();
    }
    return new Buckets(
        Arrays.stream(counts).sum(), sumNs / 1e9, Arrays.stream(counts).boxed().toList());
  }
}
