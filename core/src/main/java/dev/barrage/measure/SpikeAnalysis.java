package dev.barrage.measure;

import dev.barrage.engine.Outcome;
import dev.barrage.measure.SpikeLog.Entry;
import dev.barrage.plan.LoadShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a {@link SpikeResult} out of the requests. A request is late if it took more than a tenth
 * longer than p95 before the spike, or got no good answer; p95 is back where at most 5% are late,
 * and no more than chance makes of that. The target is back from the first request on after which
 * that holds both for the next second and for all that the run still saw. Pure.
 */
final class SpikeAnalysis {
  private static final double TOLERANCE = 1.1;
  private static final double LATE_SHARE = 0.05;
  private static final long WINDOW_NS = 1_000_000_000L;

  /** Fewer requests make no p95. */
  private static final int LEAST = 20;

  private SpikeAnalysis() {}

  /**
   * @param measuredS length of the window that there was; shorter than planned if interrupted
   */
  static SpikeResult of(LoadShape.Spike spike, List<SpikeLog> logs, double measuredS) {
    SpikeResult.Part before = part(logs, 0, spike.before(), measuredS);
    double limitUs = before.p95Us() * TOLERANCE;
    double watchedS = Math.min(measuredS, spike.after().toS()) - spike.after().fromS();
    List<Entry> entries = new ArrayList<>();
    logs.forEach(log -> log.addTo(entries));
    long lostFrom = logs.stream().mapToLong(SpikeLog::lostFromNs).min().orElse(Long.MAX_VALUE);
    entries.removeIf(entry -> entry.atNs() >= lostFrom);
    entries.sort(Comparator.comparingLong(Entry::atNs));
    long endNs = Math.min(lostFrom, Math.round(watchedS * 1e9));
    return new SpikeResult(
        before,
        part(logs, 1, spike.during(), measuredS),
        part(logs, 2, spike.after(), measuredS),
        limitUs,
        recoveryS(entries, limitUs * 1e3, before.count(Outcome.OK), endNs),
        Math.max(0, Math.min(watchedS, endNs / 1e9)));
  }

  private static SpikeResult.Part part(
      List<SpikeLog> logs, int index, LoadShape.Part planned, double measuredS) {
    Distribution latency = new Distribution();
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(
          outcome, logs.stream().mapToLong(log -> log.outcomes[index][outcome.ordinal()]).sum());
    }
    logs.forEach(log -> latency.add(log.okLatency[index]));
    double toS = Math.min(planned.toS(), Math.max(planned.fromS(), measuredS));
    double lengthS = toS - planned.fromS();
    boolean any = latency.count() > 0;
    return new SpikeResult.Part(
        planned.fromS(),
        toS,
        lengthS > 0 ? latency.count() / lengthS : Double.NaN,
        any ? latency.percentile(50) / 1e3 : Double.NaN,
        any ? latency.percentile(95) / 1e3 : Double.NaN,
        outcomes,
        logs.stream().mapToLong(log -> log.dropped[index]).sum());
  }

  /**
   * @param entries in order of time
   * @param limitNs longer ones are late
   * @param samples that the limit rests on
   * @return NaN: never, or not long enough before the end to tell
   */
  static double recoveryS(List<Entry> entries, double limitNs, long samples, long endNs) {
    int n = entries.size();
    int[] lateFrom = new int[n + 1]; // late ones from each entry on
    for (int i = n - 1; i >= 0; i--) {
      lateFrom[i] = lateFrom[i + 1] + (entries.get(i).latencyNs() <= limitNs ? 0 : 1);
    }
    int to = 0;
    for (int from = 0; from < n; from++) {
      long atNs = entries.get(from).atNs();
      while (to < n && entries.get(to).atNs() < atNs + WINDOW_NS) {
        to++;
      }
      int until = Math.max(to, from + LEAST);
      if (until > n || atNs + WINDOW_NS > endNs) {
        return Double.NaN;
      }
      boolean good = lateFrom[from] == lateFrom[from + 1];
      boolean next = lateFrom[from] - lateFrom[until] <= allowed(until - from, samples);
      boolean rest = lateFrom[from] <= allowed(n - from, samples);
      if (good && next && rest) {
        return atNs / 1e9;
      }
    }
    return Double.NaN;
  }

  /**
   * Late ones of n that are no sign of worse: 5%, and twice the standard error of a share among n
   * against one among the samples before.
   */
  private static double allowed(int n, long samples) {
    double variance = n * LATE_SHARE * (1 - LATE_SHARE) * (1 + (double) n / Math.max(1, samples));
    return LATE_SHARE * n + 2 * Math.sqrt(variance);
  }
}
