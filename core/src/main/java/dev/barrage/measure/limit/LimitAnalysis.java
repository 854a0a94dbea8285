package dev.barrage.measure.limit;

import dev.barrage.engine.http1.LimitFields;
import dev.barrage.measure.limit.LimitLog.Entry;
import dev.barrage.plan.RateLimit;
import dev.barrage.statistics.StudentT;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** Reads a {@link LimitResult} out of the answers. Pure; times are of {@link System#nanoTime()}. */
public final class LimitAnalysis {
  private static final int LEAST_BLOCKS = 5;

  private final RateLimit plan;
  private final List<Entry> entries;
  private final long startNs;
  private final long fromNs;
  private final long toNs;
  private final Map<Integer, List<Entry>> clients = new TreeMap<>();

  private LimitAnalysis(RateLimit plan, List<Entry> all, long startNs, long fromNs, long toNs) {
    this.plan = plan;
    this.startNs = startNs;
    this.fromNs = fromNs;
    this.toNs = toNs;
    this.entries = all;
    for (Entry entry : entries) {
      int client = plan.per() == RateLimit.Per.CLIENT ? entry.client() : 0;
      clients.computeIfAbsent(client, key -> new ArrayList<>()).add(entry);
    }
  }

  /**
   * The result.
   *
   * @param logs of the loops, which have ended: answers to requests of the measured window, also
   *     those that came after it
   * @param startNs first planned arrival
   * @param fromNs begin of the measured window
   * @param toNs its end
   */
  public static LimitResult of(
      RateLimit plan, List<LimitLog> logs, long startNs, long fromNs, long toNs) {
    long lost = logs.stream().mapToLong(LimitLog::lost).sum();
    return new LimitAnalysis(plan, LimitLog.merged(logs), startNs, fromNs, toNs).result(lost);
  }

  private LimitResult result(long lost) {
    double measuredS = (toNs - fromNs) / 1e9;
    long admitted = entries.stream().filter(Entry::admitted).count();
    long refused = entries.stream().filter(Entry::refused).count();
    double[] rate = admittedRate();
    Recovery recovery = recovery();
    Promises promises = promises(Entry::retryAfterS);
    Promises resets = promises(Entry::resetS);
    long told = entries.stream().filter(e -> e.limit() != LimitFields.ABSENT).count();
    return new LimitResult(
        entries.size(),
        admitted,
        refused,
        lost,
        clients.size(),
        entries.size() / measuredS,
        rate[0],
        rate[1],
        rate[2],
        expected(),
        firstRefusedS(),
        overshoot(),
        fairness(),
        recovery.longestS,
        recovery.endedAtS,
        refused == 0 ? Double.NaN : (double) promises.made / refused,
        promises.tried == 0 ? Double.NaN : (double) promises.kept / promises.tried,
        promises.before == 0 ? Double.NaN : (double) promises.early / promises.before,
        entries.isEmpty() ? Double.NaN : (double) told / entries.size(),
        limitWrong(),
        remainingWrong(),
        windowWrong(),
        entries.stream().filter(Entry::malformed).count(),
        resets.tried == 0 ? Double.NaN : (double) resets.kept / resets.tried);
  }

  private double firstRefusedS() {
    return entries.stream()
        .filter(Entry::refused)
        .findFirst()
        .map(e -> (e.doneNs() - startNs) / 1e9)
        .orElse(Double.NaN);
  }

  /**
   * What was let through per second while the limit held: over whole windows from the first refusal
   * on, which leaves a burst that was saved up before out. The interval is Student's, of windows.
   *
   * @return mean and the ends of its 95% interval; NaN without a whole window
   */
  private double[] admittedRate() {
    Entry first = entries.stream().filter(Entry::refused).findFirst().orElse(null);
    long windowNs = plan.window().toNanos();
    if (first == null) {
      double all = entries.stream().filter(Entry::admitted).count() / ((toNs - fromNs) / 1e9);
      return new double[] {all, Double.NaN, Double.NaN};
    }
    int blocks = (int) Math.max(0, (toNs - first.doneNs()) / windowNs);
    double[] counts = new double[blocks];
    for (Entry entry : entries) {
      long at = entry.doneNs() - first.doneNs();
      if (entry.admitted() && at >= 0 && at / windowNs < blocks) {
        counts[(int) (at / windowNs)]++;
      }
    }
    return interval(counts, windowNs / 1e9);
  }

  private static double[] interval(double[] counts, double windowS) {
    double mean = java.util.Arrays.stream(counts).average().orElse(Double.NaN);
    if (counts.length < LEAST_BLOCKS) {
      return new double[] {mean / windowS, Double.NaN, Double.NaN};
    }
    double squares = java.util.Arrays.stream(counts).map(c -> (c - mean) * (c - mean)).sum();
    double error = Math.sqrt(squares / (counts.length - 1) / counts.length);
    double half = StudentT.quantile975(counts.length - 1) * error;
    return new double[] {mean / windowS, (mean - half) / windowS, (mean + half) / windowS};
  }

  /** As configured, for the clients that were refused anything; others did not ask for so much. */
  private double expected() {
    long limited =
        clients.values().stream().filter(l -> l.stream().anyMatch(Entry::refused)).count();
    return plan.perSecond().map(each -> each * limited).filter(sum -> sum > 0).orElse(Double.NaN);
  }

  /** Most admissions of a client in any stretch as long as the window. */
  private double overshoot() {
    if (plan.admits().isEmpty()) {
      return Double.NaN;
    }
    long windowNs = plan.window().toNanos();
    long most = 0;
    for (List<Entry> answers : clients.values()) {
      List<Entry> admitted = answers.stream().filter(Entry::admitted).toList();
      int from = 0;
      for (int to = 0; to < admitted.size(); to++) {
        while (admitted.get(to).doneNs() - admitted.get(from).doneNs() >= windowNs) {
          from++;
        }
        most = Math.max(most, to - from + 1);
      }
    }
    return (double) most / plan.admits().getAsLong() - 1;
  }

  /** Jain, Chiu and Hawe 1984: (sum of x)^2 / (n * sum of x^2). */
  private double fairness() {
    double sum = 0;
    double squares = 0;
    for (List<Entry> answers : clients.values()) {
      double x = answers.stream().filter(Entry::admitted).count();
      sum += x;
      squares += x * x;
    }
    return clients.size() < 2 || squares == 0 ? Double.NaN : sum * sum / (clients.size() * squares);
  }

  private record Recovery(double longestS, double endedAtS) {}

  /** By send times: an answer's own way back is not the limiter's. */
  private Recovery recovery() {
    double longestS = Double.NaN;
    double endedAtS = Double.NaN;
    for (List<Entry> answers : clients.values()) {
      Entry refusal = null;
      for (Entry entry : answers) {
        if (entry.refused() && refusal == null) {
          refusal = entry;
        } else if (entry.admitted() && refusal != null) {
          double lengthS = (entry.sentNs() - refusal.sentNs()) / 1e9;
          if (!(lengthS <= longestS)) {
            longestS = lengthS;
            endedAtS = (entry.sentNs() - startNs) / 1e9;
          }
          refusal = null;
        }
      }
    }
    return new Recovery(longestS, endedAtS);
  }

  /** What became of "try again in n seconds". */
  private static final class Promises {
    long made;
    long tried;
    long kept;
    long before;
    long early;
  }

  /**
   * The first try after a promise's time tells whether it was true; tries before it whether it was
   * too careful. A later refusal renews the promise.
   */
  private Promises promises(ToIntFunction<Entry> seconds) {
    Promises promises = new Promises();
    for (List<Entry> answers : clients.values()) {
      boolean open = false;
      long dueNs = 0;
      for (Entry entry : answers) {
        if (open && entry.sentNs() - dueNs >= 0) {
          promises.tried++;
          promises.kept += entry.admitted() ? 1 : 0;
          open = false;
        } else if (open) {
          promises.before++;
          promises.early += entry.admitted() ? 1 : 0;
        }
        if (entry.refused() && seconds.applyAsInt(entry) >= 0) {
          promises.made++;
          long saidNs = entry.doneNs() + seconds.applyAsInt(entry) * 1_000_000_000L;
          dueNs = open && dueNs - saidNs > 0 ? dueNs : saidNs;
          open = true;
        }
      }
    }
    return promises;
  }

  private long limitWrong() {
    return plan.admits().isEmpty()
        ? 0
        : entries.stream()
            .filter(e -> e.limit() != LimitFields.ABSENT && e.limit() != plan.admits().getAsLong())
            .count();
  }

  private long remainingWrong() {
    return entries.stream()
        .filter(e ->
            (e.refused() && e.remaining() > 0)
                || (e.limit() != LimitFields.ABSENT && e.remaining() > e.limit()))
        .count();
  }

  private long windowWrong() {
    boolean known = plan.admits().isPresent();
    return entries.stream()
        .filter(e -> known && e.windowS() != LimitFields.ABSENT)
        .filter(e -> !plan.window().equals(Duration.ofSeconds(e.windowS())))
        .count();
  }
}
