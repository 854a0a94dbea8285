package dev.barrage.engine.schedule;

import dev.barrage.plan.Sizes;

/**
 * Sizes drawn from a distribution: the n-th is a function of the draw and n. Immutable; allocates
 * nothing.
 */
public final class SizeDraw {
  /** Of a lognormal, so many sizes of equal likelihood are computed beforehand. */
  private static final int QUANTILES = 4096;

  private static final double P99 = 2.326347874040841; // the standard normal's

  private final Draw draw;
  private final Sizes sizes;

  /** For weighted sizes their running shares, otherwise empty. */
  private final int[] upTo;

  /** For a lognormal its quantiles, for weighted sizes these, otherwise empty. */
  private final int[] bytes;

  public SizeDraw(Draw draw, Sizes sizes) {
    this.draw = draw;
    this.sizes = sizes;
    switch (sizes) {
      case Sizes.Fixed fixed -> {
        upTo = new int[0];
        bytes = new int[0];
      }
      case Sizes.Uniform uniform -> {
        upTo = new int[0];
        bytes = new int[0];
      }
      case Sizes.Weighted weighted -> {
        upTo =
            Draw.cumulative(weighted.choices().stream().mapToInt(Sizes.Choice::percent).toArray());
        bytes = weighted.choices().stream().mapToInt(Sizes.Choice::bytes).toArray();
      }
      case Sizes.Lognormal spread -> {
        upTo = new int[0];
        bytes = quantiles(spread);
      }
    }
  }

  /** The n-th size in bytes. */
  public int bytes(long n) {
    return switch (sizes) {
      case Sizes.Fixed fixed -> fixed.bytes();
      case Sizes.Uniform uniform -> (int) draw.between(n, uniform.minBytes(), uniform.maxBytes());
      case Sizes.Weighted weighted -> bytes[draw.weighted(n, upTo)];
      case Sizes.Lognormal spread -> bytes[(int) draw.between(n, 0, QUANTILES - 1)];
    };
  }

  /** {@code median · e^(σ·z)} at the middle of each quantile, σ such that p99 is where it is. */
  private static int[] quantiles(Sizes.Lognormal spread) {
    double sigma = StrictMath.log((double) spread.p99Bytes() / spread.medianBytes()) / P99;
    int[] bytes = new int[QUANTILES];
    for (int i = 0; i < QUANTILES; i++) {
      double z = normalQuantile((i + 0.5) / QUANTILES);
      double size = spread.medianBytes() * StrictMath.exp(sigma * z);
      bytes[i] = (int) Math.min(spread.maxBytes(), Math.round(size));
    }
    return bytes;
  }

  /**
   * The standard normal's quantile: Newton's method on the distribution function, whose series is
   * Marsaglia's (Evaluating the Normal Distribution, Journal of Statistical Software 11, 2004).
   */
  static double normalQuantile(double p) {
    double z = 0;
    for (int i = 0; i < 100; i++) {
      double step = (cumulative(z) - p) / density(z);
      z -= Math.clamp(step, -0.5, 0.5); // far from the root the density is almost 0
      if (Math.abs(step) < 1e-12) {
        break;
      }
    }
    return z;
  }

  private static double density(double z) {
    return StrictMath.exp(-z * z / 2) / StrictMath.sqrt(2 * Math.PI);
  }

  private static double cumulative(double z) {
    double sum = z;
    double term = z;
    for (int i = 3; Math.abs(term) > 1e-17; i += 2) {
      term *= z * z / i;
      sum += term;
    }
    return 0.5 + sum * density(z);
  }
}
