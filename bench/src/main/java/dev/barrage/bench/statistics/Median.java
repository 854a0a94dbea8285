package dev.barrage.bench.statistics;

import java.util.Arrays;
import java.util.Locale;

/**
 * A median and the interval that holds the true one, from order statistics: no assumption on how
 * the values are distributed.
 *
 * <p>Of n independent values the k-th smallest and the k-th largest enclose the true median with
 * probability 1 − 2 · P(B ≤ k − 1), B binomial(n, ½) (the inverted sign test). The largest k with
 * at least 95% is taken: for n = 10 the second and the ninth value, 97.9%. With fewer than six
 * values no 95% can be had: the extremes then, and {@code confidence} says how little that is.
 *
 * @param confidence of the interval, 0..1
 */
public record Median(double value, double low, double high, double confidence, int count) {
  private static final double WANTED = 0.95;

  /**
   * @throws IllegalArgumentException if there are no values
   */
  public static Median of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values, no median");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double middle = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    int k = 1;
    while (2 * k < n && confidence(n, k + 1) >= WANTED) {
      k++;
    }
    return new Median(middle, sorted[k - 1], sorted[n - k], confidence(n, k), n);
  }

  /** That the k-th smallest and largest of n enclose the median. */
  static double confidence(int n, int k) {
    double term = Math.pow(0.5, n);
    double below = 0;
    for (int i = 0; i < k; i++) {
      below += term;
      term = term * (n - i) / (i + 1);
    }
    return Math.max(0, 1 - 2 * below);
  }

  /** As {@code 0.812 [0.790, 0.833]}. */
  public String text(int decimals) {
    String one = "%." + decimals + "f";
    return String.format(Locale.ROOT, one + " [" + one + ", " + one + "]", value, low, high);
  }
}
