package dev.barrage.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Intervals of figures that rest on blocks of time: blocks are drawn with replacement and the
 * figures computed again from those drawn (Efron 1979; whole blocks, because what happens within
 * one depends on each other: Carlstein 1986).
 *
 * <p>The interval goes from the 2.5% to the 97.5% quantile of the redrawn figures, stretched about
 * the estimate by {@code t₀.₉₇₅(n−1)/1.96 · √(n/(n−1))}: with few blocks the plain one is too
 * narrow (Hesterberg, What Teachers Should Know about the Bootstrap, 2015, section 5).
 */
public final class BlockBootstrap {
  private static final int DRAWS = 2000;
  private static final double NORMAL_975 = 1.959963984540054;

  private BlockBootstrap() {}

  /** Figures of a sample in which each block comes a number of times. */
  public interface Figures {
    /**
     * @param times how often each block is in the sample
     * @return always as many; NaN: the sample does not say
     */
    double[] of(int[] times);
  }

  /**
   * Estimates of all figures, from the same draws.
   *
   * @param blocks how many there are; with fewer than two nothing is known
   * @param seed the draws follow from it
   */
  public static Estimate[] estimates(int blocks, long seed, Figures figures) {
    int[] once = new int[blocks];
    Arrays.fill(once, 1);
    double[] values = figures.of(once);
    double[][] redrawn = new double[values.length][DRAWS];
    SplittableRandom random = new SplittableRandom(seed);
    int[] times = new int[blocks];
    for (int draw = 0; draw < DRAWS && blocks > 1; draw++) {
      Arrays.fill(times, 0);
      for (int i = 0; i < blocks; i++) {
        times[random.nextInt(blocks)]++;
      }
      double[] again = figures.of(times);
      for (int f = 0; f < values.length; f++) {
        redrawn[f][draw] = again[f];
      }
    }
    Estimate[] estimates = new Estimate[values.length];
    for (int f = 0; f < values.length; f++) {
      estimates[f] = blocks > 1 ? interval(values[f], redrawn[f], blocks) : Estimate.UNKNOWN;
    }
    return estimates;
  }

  private static Estimate interval(double value, double[] redrawn, int blocks) {
    Arrays.sort(redrawn); // NaN comes last
    int known = DRAWS;
    while (known > 0 && Double.isNaN(redrawn[known - 1])) {
      known--;
    }
    if (Double.isNaN(value) || known < DRAWS / 2) {
      return Estimate.UNKNOWN;
    }
    double stretch =
        StudentT.quantile975(blocks - 1) / NORMAL_975 * Math.sqrt((double) blocks / (blocks - 1));
    double low = redrawn[(int) (0.025 * known)];
    double high = redrawn[Math.min(known - 1, (int) (0.975 * known))];
    return new Estimate(
        value,
        value - stretch * Math.max(0, value - low),
        value + stretch * Math.max(0, high - value));
  }
}
