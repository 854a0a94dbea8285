package dev.barrage.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far the percentiles of two samples lie apart that were taken side by side, in blocks of time:
 * difference and ratio, with intervals over the blocks. Filled by one thread.
 *
 * <p>A percentile p of n values is the one of rank ⌈p·n⌉. Values are counted in buckets of at most
 * 0.1% of their size and stand for its middle.
 */
public final class PercentileDifference {
  /** A percentile is told of only where so many values of either side lie beyond it. */
  private static final int LEAST_BEYOND = 10;

  private static final int CELLS = 1024;

  private final List<int[][]> blocks = new ArrayList<>();
  private final int[][] filled;
  private final long[] counts = new long[2];

  /**
   * @param percent of the percentile
   * @param one that of the first sample
   * @param other that of the second
   * @param difference {@code one − other}
   * @param ratio {@code one / other}
   */
  public record At(double percent, double one, double other, Estimate difference, Estimate ratio) {}

  /**
   * @param blocks how many blocks of time there are
   */
  public PercentileDifference(int blocks) {
    for (int i = 0; i < blocks; i++) {
      this.blocks.add(new int[][] {new int[64], new int[64]});
    }
    filled = new int[blocks][2];
  }

  /**
   * Adds a value.
   *
   * @param sample 0 or 1
   * @param value at least 0
   */
  public void add(int block, int sample, long value) {
    int[][] cells = blocks.get(block);
    int at = filled[block][sample]++;
    if (at == cells[sample].length) {
      cells[sample] = Arrays.copyOf(cells[sample], 2 * at);
    }
    cells[sample][at] = cell(value);
    counts[sample]++;
  }

  /** Values of a sample. */
  public long count(int sample) {
    return counts[sample];
  }

  /** Values that each sample needs before a percentile is told of. */
  public static long needed(double percent) {
    return Math.round(Math.ceil(LEAST_BEYOND / (1 - percent / 100) - 1e-6));
  }

  /**
   * The percentiles that both samples have enough values for.
   *
   * @param percents rising
   * @param seed of the draws
   */
  public List<At> at(double[] percents, long seed) {
    long fewest = Math.min(counts[0], counts[1]);
    double[] told = Arrays.stream(percents).filter(p -> needed(p) <= fewest).toArray();
    if (told.length == 0) {
      return List.of();
    }
    int[] used = usedCells();
    Sample one = sample(0, used);
    Sample other = sample(1, used);
    BlockBootstrap.Figures figures = times -> figures(one.of(times, told), other.of(times, told));
    Estimate[] estimates = BlockBootstrap.estimates(blocks.size(), seed, figures);
    int[] once = new int[blocks.size()];
    Arrays.fill(once, 1);
    double[] ones = one.of(once, told);
    double[] others = other.of(once, told);
    return IntStream.range(0, told.length)
        .mapToObj(
            i -> new At(told[i], ones[i], others[i], estimates[i], estimates[told.length + i]))
        .toList();
  }

  private static double[] figures(double[] one, double[] other) {
    double[] figures = new double[2 * one.length];
    for (int i = 0; i < one.length; i++) {
      figures[i] = one[i] - other[i];
      figures[one.length + i] = one[i] / other[i];
    }
    return figures;
  }

  /** Cells that hold a value of either sample, rising. */
  private int[] usedCells() {
    boolean[] used = new boolean[cell(Long.MAX_VALUE) + 1];
    for (int b = 0; b < filled.length; b++) {
      for (int s = 0; s < 2; s++) {
        for (int i = 0; i < filled[b][s]; i++) {
          used[blocks.get(b)[s][i]] = true;
        }
      }
    }
    return IntStream.range(0, used.length).filter(i -> used[i]).toArray();
  }

  private Sample sample(int which, int[] used) {
    int[][] places = new int[blocks.size()][];
    int[][] numbers = new int[blocks.size()][];
    for (int b = 0; b < places.length; b++) {
      int[] cells = Arrays.copyOf(blocks.get(b)[which], filled[b][which]);
      Arrays.sort(cells);
      int[] place = new int[cells.length];
      int[] number = new int[cells.length];
      int n = 0;
      for (int i = 0; i < cells.length; i++) {
        if (i > 0 && cells[i] == cells[i - 1]) {
          number[n - 1]++;
        } else {
          place[n] = Arrays.binarySearch(used, cells[i]);
          number[n++] = 1;
        }
      }
      places[b] = Arrays.copyOf(place, n);
      numbers[b] = Arrays.copyOf(number, n);
    }
    return new Sample(places, numbers, Arrays.stream(used).mapToDouble(c -> middle(c)).toArray());
  }

  /**
   * One sample, by block: which values there are and how many of each.
   *
   * @param values what a place stands for, rising
   */
  private record Sample(int[][] places, int[][] numbers, double[] values) {
    double[] of(int[] times, double[] percents) {
      long[] counts = new long[values.length];
      long all = 0;
      for (int b = 0; b < places.length; b++) {
        for (int i = 0; times[b] > 0 && i < places[b].length; i++) {
          long more = (long) times[b] * numbers[b][i];
          counts[places[b][i]] += more;
          all += more;
        }
      }
      double[] found = new double[percents.length];
      long seen = 0;
      int at = -1;
      for (int p = 0; p < percents.length; p++) {
        long rank = Math.max(1, (long) Math.ceil(percents[p] / 100 * all - 1e-6));
        while (seen < rank && all > 0) {
          seen += counts[++at];
        }
        found[p] = all == 0 ? Double.NaN : values[at];
      }
      return found;
    }
  }

  private static int cell(long value) {
    int octave = Math.max(0, 53 - Long.numberOfLeadingZeros(value));
    return octave * CELLS + (int) (value >>> octave);
  }

  private static double middle(int cell) {
    int octave = Math.max(0, cell / CELLS - 1);
    return Math.scalb((cell - octave * CELLS) + (octave == 0 ? 0 : 0.5), octave);
  }
}
