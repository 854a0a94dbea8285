package dev.barrage.statistics;

/** Student's t distribution: how wide an interval of a mean is that rests on few values. */
public final class StudentT {
  /** 97.5% quantile of the normal distribution. */
  private static final double Z = 1.959963984540054;

  private static final double[] EXACT = {12.7062, 4.3027, 3.1824, 2.7764};

  private StudentT() {}

  /**
   * The 97.5% quantile: half the width of a 95% interval in standard errors. From four degrees of
   * freedom on by the expansion of Abramowitz and Stegun 26.7.5, which is right to 0.002; between
   * fewer whole ones by a straight line over their inverse, which is never too small.
   *
   * @param freedom degrees of freedom, at least 1; fractions come of Satterthwaite's approximation
   */
  public static double quantile975(double freedom) {
    if (freedom < EXACT.length) {
      int below = (int) freedom;
      double share = (1.0 / below - 1 / freedom) / (1.0 / below - 1.0 / (below + 1));
      return EXACT[below - 1] + share * (EXACT[below] - EXACT[below - 1]);
    }
    double z3 = Z * Z * Z;
    double z5 = z3 * Z * Z;
    double z7 = z5 * Z * Z;
    double z9 = z7 * Z * Z;
    double v = freedom;
    return Z
        + (z3 + Z) / (4 * v)
        + (5 * z5 + 16 * z3 + 3 * Z) / (96 * v * v)
        + (3 * z7 + 19 * z5 + 17 * z3 - 15 * Z) / (384 * v * v * v)
        + (79 * z9 + 776 * z7 + 1482 * z5 - 1920 * z3 - 945 * Z) / (92160 * v * v * v * v);
  }
}
