package dev.barrage.overhead;

import dev.barrage.measure.TargetLog;
import dev.barrage.overhead.Overhead.Checked;
import dev.barrage.overhead.Overhead.Side;
import dev.barrage.plan.Monitor;
import dev.barrage.plan.Plan;
import dev.barrage.report.RunRecord;
import dev.barrage.statistics.Estimate;
import dev.barrage.statistics.PercentileDifference;
import dev.barrage.verdict.Judgement.Reason;
import dev.barrage.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** What the answers of both sides tell. For one use. */
final class Comparison {
  private static final int GATEWAY = 0;
  private static final int DIRECT = 1;

  private static final int LEAST_BLOCKS = 10;
  private static final int MOST_BLOCKS = 60;

  /** Beyond it the good answers of a side are not those of the same requests any more. */
  private static final double FAILED_SHARE = 0.01;

  /** Those of {@link Overhead#PERCENTS}, and more for the curves. */
  private static final double[] PERCENTS =
      DoubleStream.concat(
              DoubleStream.of(1, 5, 10, 20, 30, 40, 60, 70, 75, 80, 85, 97, 98, 99.5, 99.8),
              Overhead.PERCENTS.stream().mapToDouble(p -> p))
          .sorted()
          .toArray();

  private final Plan plan;
  private final RunRecord record;
  private final long startNs;
  private final List<AddedLimit> limits;
  private final double windowS;
  private final double warmupS;
  private final int blocks;
  private final PercentileDifference latency;
  private final Optional<GatewayCpu> cpu;
  private final long[] failed = new long[2];

  /**
   * @param startNs when the first arrival was planned
   */
  Comparison(Plan plan, RunRecord record, long startNs, List<AddedLimit> limits) {
    this.plan = plan;
    this.record = record;
    this.startNs = startNs;
    this.limits = limits;
    windowS = Math.max(record.measurement().period().measuredS(), 1e-3);
    warmupS = plan.profile().warmup().toNanos() / 1e9;
    blocks = Math.clamp(Math.round(windowS), LEAST_BLOCKS, MOST_BLOCKS);
    latency = new PercentileDifference(blocks);
    int cpus = Runtime.getRuntime().availableProcessors();
    cpu =
        record.observed().monitors().stream()
            .filter(seen -> seen.monitor().name().equals(OverheadRun.MONITOR))
            .filter(seen -> seen.monitor().source() instanceof Monitor.Source.Process)
            .map(seen -> new GatewayCpu(seen, cpus, warmupS, warmupS + windowS))
            .findFirst();
  }

  Overhead of(List<TargetLog> logs) {
    logs.forEach(log -> log.read(this::answer));
    List<PercentileDifference.At> added =
        latency.at(PERCENTS, plan.inputs().seed()).stream().map(Comparison::us).toList();
    List<Checked> checked = limits.stream().map(limit -> check(limit, added)).toList();
    Side gateway = side(GATEWAY);
    Side direct = side(DIRECT);
    List<Reason> reasons = new ArrayList<>(record.judgement().reasons());
    failures(gateway, "through the gateway", reasons);
    failures(direct, "past the gateway", reasons);
    lost(logs.stream().mapToLong(TargetLog::lost).sum(), reasons);
    checked.forEach(one -> reason(one, reasons));
    reasons.sort(Comparator.comparing(Reason::verdict).reversed());
    return new Overhead(
        record,
        gateway,
        direct,
        blocks,
        windowS / blocks,
        added,
        cpu.map(used -> used.usPerRequest(plan.inputs().seed())),
        checked,
        record
            .judgement()
            .verdict()
            .worst(Verdict.worst(reasons.stream().map(Reason::verdict).toList())),
        reasons);
  }

  private void answer(long intendedNs, long latencyNs, int target, boolean ok) {
    if (target == GATEWAY) {
      cpu.ifPresent(used -> used.ended((intendedNs + latencyNs - startNs) / 1e9));
    }
    if (!ok) {
      failed[target]++;
      return;
    }
    double atS = (intendedNs - startNs) / 1e9 - warmupS;
    int block = Math.clamp((long) (atS / windowS * blocks), 0, blocks - 1);
    latency.add(block, target, latencyNs);
  }

  private Side side(int target) {
    return new Side(plan.target().urls().get(target), latency.count(target), failed[target]);
  }

  /** The log has nanoseconds. */
  private static PercentileDifference.At us(PercentileDifference.At at) {
    Estimate ns = at.difference();
    return new PercentileDifference.At(
        at.percent(),
        at.one() / 1e3,
        at.other() / 1e3,
        new Estimate(ns.value() / 1e3, ns.low() / 1e3, ns.high() / 1e3),
        at.ratio());
  }

  private static Checked check(AddedLimit limit, List<PercentileDifference.At> added) {
    Estimate us =
        added.stream()
            .filter(at -> at.percent() == limit.percent())
            .map(PercentileDifference.At::difference)
            .findFirst()
            .orElse(Estimate.UNKNOWN);
    return new Checked(limit, us, limit.check(us));
  }

  private static void failures(Side side, String where, List<Reason> reasons) {
    if (side.failedShare() > FAILED_SHARE) {
      reasons.add(
          new Reason(
              "side-failed",
              Verdict.INCONCLUSIVE,
              String.format(
                  Locale.ROOT,
                  "%.1f%% of the requests %s failed, more than %.0f%%: what is left is not the same"
                      + " work on both sides",
                  100 * side.failedShare(),
                  where,
                  100 * FAILED_SHARE),
              100 * side.failedShare(),
              100 * FAILED_SHARE));
    }
  }

  private static void lost(long count, List<Reason> reasons) {
    if (count > 0) {
      reasons.add(
          new Reason(
              "answers-not-kept",
              Verdict.INCONCLUSIVE,
              "the last " + count + " answers were too many to keep; make the run shorter",
              count,
              0));
    }
  }

  private void reason(Checked checked, List<Reason> reasons) {
    if (checked.verdict() == Verdict.PASS) {
      return;
    }
    AddedLimit limit = checked.limit();
    Estimate us = checked.addedUs();
    String name = "added p" + Double.toString(limit.percent()).replaceFirst("\\.0$", "");
    long fewest = Math.min(latency.count(GATEWAY), latency.count(DIRECT));
    String message =
        us.isKnown()
            ? String.format(
                Locale.ROOT,
                "%s is %.3f ms (%.3f to %.3f), limit %.3f ms%s",
                name,
                us.value() / 1e3,
                us.low() / 1e3,
                us.high() / 1e3,
                limit.maxUs() / 1e3,
                checked.verdict() == Verdict.FAIL ? "" : ": a longer run would tell")
            : String.format(
                Locale.ROOT,
                "%s needs %d good answers on either side; there are %d",
                name,
                PercentileDifference.needed(limit.percent()),
                fewest);
    reasons.add(
        new Reason("max-added", checked.verdict(), message, us.value() / 1e3, limit.maxUs() / 1e3));
  }
}
