package dev.barrage.measure;

import dev.barrage.measure.Measurement.TimelineRow;
import dev.barrage.plan.Load;
import dev.barrage.plan.LoadShape;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The first seconds of a run under one load were slow or lossy, and the rest was not: what a target
 * looks like that has just started, a JVM above all. Times are done times.
 *
 * @param untilS how much of the measured window, from its beginning
 * @param lost requests that failed or were dropped; none was after {@code untilS}
 * @param firstP50Us of the first second; NaN where nothing ended in it
 * @param thenP50Us the median of those of the last third of the window
 */
public record SlowStart(double untilS, long lost, double firstP50Us, double thenP50Us) {
  private static final int MIN_SECONDS = 10;

  /** So much slower than later … */
  private static final double TIMES_SLOWER = 5;

  /** … by this at least: less is no reason to speak. */
  private static final double MIN_SLOWER_US = 5_000;

  /** Of the slow part's seconds so many are slow. */
  private static final double MOSTLY = 2.0 / 3;

  /**
   * Empty where the start was as the rest, the end was not calm, or the load was not one.
   *
   * @param timeline of the run
   */
  public static Optional<SlowStart> of(Load load, List<TimelineRow> timeline) {
    boolean steady = LoadShape.steady(load).filter(part -> part.fromS() == 0).isPresent();
    List<TimelineRow> rows =
        timeline.stream()
            .filter(row -> row.phase().equals("measure") && row.lengthS() > 0.5)
            .toList();
    long lostAtEnd =
        timeline.stream()
            .filter(row -> row.phase().equals("drain"))
            .mapToLong(SlowStart::lost)
            .sum();
    return steady && lostAtEnd == 0 && rows.size() >= MIN_SECONDS ? of(rows) : Optional.empty();
  }

  private static Optional<SlowStart> of(List<TimelineRow> rows) {
    List<TimelineRow> end = rows.subList(rows.size() - rows.size() / 3, rows.size());
    double[] p50s = end.stream().mapToDouble(TimelineRow::latencyP50Us).sorted().toArray();
    double thenUs = p50s[p50s.length / 2];
    Predicate<TimelineRow> bad = row -> lost(row) > 0 || !isNear(row.latencyP50Us(), thenUs);
    if (!bad.test(rows.getFirst()) || end.stream().anyMatch(bad)) {
      return Optional.empty();
    }
    int seconds = rows.size();
    while (!bad.test(rows.get(seconds - 1))) {
      seconds--;
    }
    List<TimelineRow> start = rows.subList(0, seconds);
    if (start.stream().filter(bad).count() < MOSTLY * seconds) {
      return Optional.empty();
    }
    TimelineRow last = start.getLast();
    return Optional.of(
        new SlowStart(
            last.tS() + last.lengthS() - rows.getFirst().tS(),
            start.stream().mapToLong(SlowStart::lost).sum(),
            rows.getFirst().latencyP50Us(),
            thenUs));
  }

  /** False where nothing ended. */
  private static boolean isNear(double p50Us, double thenUs) {
    return p50Us < Math.max(TIMES_SLOWER * thenUs, thenUs + MIN_SLOWER_US);
  }

  private static long lost(TimelineRow row) {
    return row.failed() + row.dropped();
  }
}
