package dev.barrage.statistics;

import java.util.Arrays;

/**
 * The slope of a line through points of which some may be far off: the median of the slopes of all
 * pairs (Theil 1950, Sen 1968). Up to 29% of the points may be arbitrary.
 */
public final class TheilSen {
  private TheilSen() {}

  /**
   * The slope.
   *
   * @param x rising
   * @param y as many
   * @return unit of y per unit of x; NaN for fewer than two points
   */
  public static double slope(double[] x, double[] y) {
    int n = x.length;
    double[] slopes = new double[n * (n - 1) / 2];
    int count = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        if (x[j] > x[i]) {
          slopes[count++] = (y[j] - y[i]) / (x[j] - x[i]);
        }
      }
    }
    return median(Arrays.copyOf(slopes, count));
  }

  static double median(double[] values) {
    if (values.length == 0) {
      return Double.NaN;
    }
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
