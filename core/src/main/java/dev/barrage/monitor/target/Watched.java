package dev.barrage.monitor.target;

import dev.barrage.plan.Monitor;
import dev.barrage.plan.Monitor.Stat;
import dev.barrage.statistics.Blocks.Fold;
import dev.barrage.statistics.Trend;
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
      case SLOPE ->
          trend(series, fromS, toS)
              .map(trend -> OptionalDouble.of(trend.slope()))
              .orElse(OptionalDouble.empty());
    };
  }

  /**
   * Rise or fall of a series per minute; for memory that of its lower envelope.
   *
   * @return empty if it was seen too rarely
   */
  public Optional<Trend> trend(String series, double fromS, double toS) {
    int index = index(series);
    List<Look> seen = known(index, fromS, toS);
    boolean memory = monitor.source().series().get(index).unit().equals("bytes");
    return Trend.of(
        seen.stream().mapToDouble(look -> look.tS() / 60).toArray(),
        seen.stream().mapToDouble(look -> look.values()[index]).toArray(),
        BLOCK_S / 60,
        memory ? Fold.LEAST : Fold.MEAN);
  }
}
