package dev.barrage.report;

import dev.barrage.measure.Summary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One line of Locust's table as its seconds come in: totals so far, and what is current, which is
 * the last ten seconds. For use by one thread.
 */
final class LocustSeries {
  /** Over how many seconds Locust takes what is current. */
  private static final int CURRENT_SECONDS = 10;

  /**
   * @param latency nanoseconds; null: not known
   */
  record Second(
      double lengthS, long ended, long failed, double contentBytes, @Nullable Histogram latency) {}

  private final String type;
  private final String name;
  private final Supplier<Histogram> empty;
  private final Histogram latency;
  private final ArrayDeque<Second> current = new ArrayDeque<>();
  private boolean measured = true;
  private long ended;
  private long failed;
  private double contentBytes;

  /**
   * @param empty makes the histograms: plain ones are fast, packed ones small
   */
  LocustSeries(String type, String name, Supplier<Histogram> empty) {
    this.type = type;
    this.name = name;
    this.empty = empty;
    this.latency = empty.get();
  }

  void add(Second second) {
    ended += second.ended;
    failed += second.failed;
    contentBytes += second.contentBytes;
    current.add(second);
    if (current.size() > CURRENT_SECONDS) {
      current.remove();
    }
    measured &= second.latency != null;
    if (second.latency != null) {
      latency.add(second.latency);
    }
  }

  /** Whether Locust would know of it yet. */
  boolean hasBegun() {
    return ended > 0;
  }

  /**
   * Type, name, current rates and percentiles.
   *
   * @param percentilesAreCurrent else of all requests so far
   */
  List<String> now(boolean percentilesAreCurrent) {
    List<String> cells = new ArrayList<>(List.of(type, name));
    cells.add(perSecond(Second::ended));
    cells.add(perSecond(Second::failed));
    Summary summary = Summary.of(percentilesAreCurrent ? currentLatency() : latency);
    for (int i = 0; i < Summary.size(); i++) {
      cells.add(percentile(summary.percentiles()[i]));
    }
    cells.add(percentile(summary.maxUs()));
    return cells;
  }

  private Histogram currentLatency() {
    Histogram merged = empty.get();
    for (Second second : current) {
      if (second.latency != null) {
        merged.add(second.latency);
      }
    }
    return merged;
  }

  /** Locust writes N/A before the first request, and 0 where there was none lately. */
  private String percentile(double us) {
    return !measured || ended == 0 ? LocustCsv.NOT_AVAILABLE : LocustCsv.wholeMs(us);
  }

  private String perSecond(ToLongFunction<Second> count) {
    double lengthS = current.stream().mapToDouble(Second::lengthS).sum();
    double perS = lengthS > 0 ? current.stream().mapToLong(count).sum() / lengthS : 0;
    return String.format(Locale.ROOT, "%.6f", perS);
  }

  List<String> totals() {
    Summary summary = Summary.of(latency);
    return List.of(
        Long.toString(ended),
        Long.toString(failed),
        time(LocustCsv.wholeMs(summary.percentiles()[0])),
        time(LocustCsv.decimal(summary.meanUs() / 1e3)),
        time(LocustCsv.decimal(summary.minUs() / 1e3)),
        time(LocustCsv.decimal(summary.maxUs() / 1e3)),
        content());
  }

  private String time(String shown) {
    return measured ? shown : LocustCsv.NOT_AVAILABLE;
  }

  String content() {
    return LocustCsv.average(contentBytes, ended);
  }
}
