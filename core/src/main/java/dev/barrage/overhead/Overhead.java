package dev.barrage.overhead;

import dev.barrage.report.RunRecord;
import dev.barrage.statistics.Estimate;
import dev.barrage.statistics.PercentileDifference;
import dev.barrage.verdict.Judgement.Reason;
import dev.barrage.verdict.Verdict;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What a gateway adds to latency and takes of CPU.
 *
 * @param record of the run, both sides together
 * @param gateway requests through it
 * @param direct requests past it
 * @param blocks of time that the intervals rest on
 * @param blockS how long each of them is
 * @param added difference of percentiles, µs, rising; those that too few requests were made for are
 *     left out
 * @param cpuUsPerRequest CPU time of the gateway's process per request through it; empty: nobody
 *     watched it
 * @param limits what was asked of it
 * @param reasons why the verdict is not PASS, worst first
 */
public record Overhead(
    RunRecord record,
    Side gateway,
    Side direct,
    int blocks,
    double blockS,
    List<PercentileDifference.At> added,
    Optional<Estimate> cpuUsPerRequest,
    List<Checked> limits,
    Verdict verdict,
    List<Reason> reasons) {
  /** Percentiles that are told of. */
  public static final List<Double> PERCENTS = List.of(50.0, 90.0, 95.0, 99.0, 99.9);

  /**
   * One side.
   *
   * @param ok good answers: those whose latencies are compared
   * @param failed all others
   */
  public record Side(URI url, long ok, long failed) {
    /** Share of requests that failed; 0 without requests. */
    public double failedShare() {
      return ok + failed == 0 ? 0 : (double) failed / (ok + failed);
    }
  }

  /** A limit and what came of it. */
  public record Checked(AddedLimit limit, Estimate addedUs, Verdict verdict) {}

  public Overhead {
    added = List.copyOf(added);
    limits = List.copyOf(limits);
    reasons = List.copyOf(reasons);
  }

  /** Difference at a percentile, µs. */
  public Estimate addedUs(double percent) {
    return added.stream()
        .filter(at -> at.percent() == percent)
        .map(PercentileDifference.At::difference)
        .findFirst()
        .orElse(Estimate.UNKNOWN);
  }
}
