package dev.barrage.monitor.target;

import dev.barrage.plan.Monitor;
import dev.barrage.plan.Monitor.Stat;
import dev.barrage.statistics.TheilSen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one monitor saw over a run.
 *
 * @param monitor what watched
 * @param looks in order of time
 * @param events restarts and the like
 * @param samples something to see of what was counted
 * @param problem why the newest look saw nothing; empty: it saw something
 */
public record Watched(
    Monitor monitor,
    List<Look> looks,
    List<Event> events,
    List<String> samples,
    Optional<String> problem) {
  /** Block means for slopes are taken over this long: seconds of a run depend on each other. */
  private static final double BLOCK_S = 10;

  private static final int LEAST_BLOCKS = 4;

  /**
   * One look.
   *
   * @param tS seconds since the first planned arrival
   * @param values one for each series of the monitor; NaN: missing
   */
  public record Look(double tS, double[] values) {}

  /** Something that happened: {@code restarted as process 4711}. */
  public record Event(double tS, String text) {}

  public Watched {
    looks = List.copyOf(looks);
    events = List.copyOf(events);
    samples = List.copyOf(samples);
  }

  /** Index of a series. */
  public int index(String series) {
    List<Monitor.Series> all = monitor.source().series();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).name().equals(series)) {
        return i;
      }
    }
    throw new IllegalArgumentException(monitor.name() + " has no series " + series);
  }

  /** Looks within a window that know the series. */
  public List<Look> known(int series, double fromS, double toS) {
    return looks.stream()
        .filter(look -> look.tS() >= fromS && look.tS() <= toS)
        .filter(look -> !Double.isNaN(look.values()[series]))
        .toList();
  }

  /** Looks within a window that saw nothing at all. */
  public long missing(double fromS, double toS) {
    return looks.stream()
        .filter(look -> look.tS() >= fromS && look.tS() <= toS)
        .filter(look -> java.util.Arrays.stream(look.values()).allMatch(Double::isNaN))
        .count();
  }

  /**
   * A figure of a series.
   *
   * @param fromS begin of the window, seconds since the first planned arrival
   * @return in the series' unit, for {@link Stat#SLOPE} per minute; empty if nothing was seen
   */
  public OptionalDouble figure(String series, Stat stat, double fromS, double toS) {
    int index = index(series);
    List<Look> seen = known(index, fromS, toS);
    if (seen.isEmpty()) {
      return OptionalDouble.empty();
    }
    double[] values = seen.stream().mapToDouble(look -> look.values()[index]).toArray();
    return switch (stat) {
      case MEAN -> java.util.Arrays.stream(values).average();
      case MAX -> java.util.Arrays.stream(values).max();
      case MIN -> java.util.Arrays.stream(values).min();
      case LAST -> OptionalDouble.of(values[values.length - 1]);
      case INCREASE -> OptionalDouble.of(values[values.length - 1] - values[0]);
      case SLOPE -> slope(seen, index);
    };
  }

  private static OptionalDouble slope(List<Look> seen, int index) {
    double fromS = seen.getFirst().tS();
    double toS = seen.getLast().tS();
    double blockS = Math.min(BLOCK_S, (toS - fromS) / LEAST_BLOCKS);
    List<double[]> blocks = new ArrayList<>();
    int at = 0;
    for (double endS = fromS + blockS; at < seen.size(); endS += blockS) {
      double sumT = 0;
      double sum = 0;
      int n = 0;
      for (; at < seen.size() && (seen.get(at).tS() < endS || endS >= toS); at++, n++) {
        sumT += seen.get(at).tS();
        sum += seen.get(at).values()[index];
      }
      if (n > 0) {
        blocks.add(new double[] {sumT / n / 60, sum / n});
      }
    }
    double slope =
        TheilSen.slope(
            blocks.stream().mapToDouble(b -> b[0]).toArray(),
            blocks.stream().mapToDouble(b -> b[1]).toArray());
    return Double.isNaN(slope) ? OptionalDouble.empty() : OptionalDouble.of(slope);
  }
}
