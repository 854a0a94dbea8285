package dev.barrage.statistics;

import java.util.ArrayList;
import java.util.List;

/**
 * A series cut into pieces of equal length, each told by one value: neighbouring samples of a run
 * depend on each other, such values hardly do.
 *
 * @param x mean place of each piece's samples, rising
 * @param y its value
 */
public record Blocks(double[] x, double[] y) {
  /** What a piece is told by. */
  public enum Fold {
    MEAN,
    /** The lower envelope: memory of a managed runtime is a saw, whose feet are what it holds. */
    LEAST
  }

  /**
   * Pieces of a series; one without a sample is left out.
   *
   * @param x rising
   * @param y as many
   * @param width of a piece; positive
   */
  public static Blocks of(double[] x, double[] y, double width, Fold fold) {
    List<double[]> pieces = new ArrayList<>();
    int last = x.length - 1;
    int count = last < 0 ? 0 : Math.max(1, (int) Math.round((x[last] - x[0]) / width));
    int at = 0;
    for (int piece = 1; piece <= count; piece++) {
      double end = piece == count ? Double.POSITIVE_INFINITY : x[0] + piece * width;
      int from = at;
      double sumX = 0;
      double sumY = 0;
      double least = Double.POSITIVE_INFINITY;
      for (; at <= last && x[at] < end; at++) {
        sumX += x[at];
        sumY += y[at];
        least = Math.min(least, y[at]);
      }
      int n = at - from;
      if (n > 0) {
        pieces.add(new double[] {sumX / n, fold == Fold.MEAN ? sumY / n : least});
      }
    }
    return new Blocks(
        pieces.stream().mapToDouble(p -> p[0]).toArray(),
        pieces.stream().mapToDouble(p -> p[1]).toArray());
  }
}
