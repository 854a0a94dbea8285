package dev.barrage.statistics;

import java.util.Arrays;

/**
 * By how much the spread of a line's slope over series of redrawn residuals is to be stretched so
 * that it becomes the half width of a 95% interval.
 *
 * <p>What a line leaves is smaller than what disturbed it, and drawing runs of l neighbours anew
 * loses part of what they have in common. How much that takes from the slope's variance is known
 * for given correlations V of the disturbances: with M what fitting a line leaves (I − H) and B the
 * drawing's variance as a quadratic form, the variance found is {@code ε'MBMε}. Its expectation is
 * {@code tr(AV)} with A = MBM, that of the slope itself {@code x'Vx}, and the degrees of freedom of
 * such a form are {@code tr(AV)²/tr(AVAV)} (Satterthwaite 1946). The stretch is then
 *
 * <pre>√(x'Vx / tr(AV)) · t₀.₉₇₅(freedom) / 1.96</pre>
 *
 * <p>For blocks that do not depend on each other, drawn one by one, that is the usual √(n/(n−2)) ·
 * t(n−2). Correlations cannot be told from six values, so they are assumed, see {@link #ALIKE}.
 */
final class RedrawnSpread {
  /** Correlation of two disturbances one width apart; of others it falls off exponentially. */
  static final double ALIKE = 0.4;

  /** 97.5% quantile of the normal distribution. */
  private static final double Z975 = 1.959963984540054;

  private RedrawnSpread() {}

  /**
   * The stretch.
   *
   * @param x places of the values, rising; at least four
   * @param run neighbours that are drawn together
   * @param width distance at which disturbances have a correlation of {@link #ALIKE}
   */
  static double stretch(double[] x, int run, double width) {
    double mean = Arrays.stream(x).average().orElse(0);
    double[] lever = Arrays.stream(x).map(one -> one - mean).toArray();
    double[][] alike = correlations(x, width);
    double[][] left = residualMaker(lever);
    double[][] form = product(product(left, drawing(lever, run)), left);
    double[][] found = product(form, alike);
    double expected = trace(found);
    double freedom = expected * expected / trace(product(found, found));
    double truth = quadratic(lever, alike);
    return Math.sqrt(truth / expected) * StudentT.quantile975(Math.max(1, freedom)) / Z975;
  }

  private static double[][] correlations(double[] x, double width) {
    return matrix(x.length, (i, j) -> Math.pow(ALIKE, Math.abs(x[i] - x[j]) / width));
  }

  /** What a line through the values leaves of them. */
  private static double[][] residualMaker(double[] lever) {
    int n = lever.length;
    double squares = Arrays.stream(lever).map(one -> one * one).sum();
    return matrix(n, (i, j) -> (i == j ? 1 : 0) - 1.0 / n - lever[i] * lever[j] / squares);
  }

  /** Variance of the slope's numerator over all drawings, as a form of the residuals. */
  private static double[][] drawing(double[] lever, int run) {
    int n = lever.length;
    int starts = n - run + 1;
    double[][] form = new double[n][n];
    for (int at = 0; at < n; at += run) {
      int length = Math.min(run, n - at);
      double[] mean = new double[n];
      for (int start = 0; start < starts; start++) {
        for (int i = 0; i < length; i++) {
          mean[start + i] += lever[at + i] / starts;
          for (int j = 0; j < length; j++) {
            form[start + i][start + j] += lever[at + i] * lever[at + j] / starts;
          }
        }
      }
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          form[i][j] -= mean[i] * mean[j];
        }
      }
    }
    return form;
  }

  private interface Entry {
    double at(int row, int column);
  }

  private static double[][] matrix(int n, Entry entry) {
    double[][] made = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        made[i][j] = entry.at(i, j);
      }
    }
    return made;
  }

  private static double[][] product(double[][] a, double[][] b) {
    int n = a.length;
    double[][] made = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        for (int j = 0; j < n; j++) {
          made[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return made;
  }

  private static double trace(double[][] a) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i][i];
    }
    return sum;
  }

  private static double quadratic(double[] x, double[][] a) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x.length; j++) {
        sum += x[i] * a[i][j] * x[j];
      }
    }
    return sum;
  }
}
