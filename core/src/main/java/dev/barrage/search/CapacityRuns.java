package dev.barrage.search;

import dev.barrage.plan.Load;
import dev.barrage.plan.Plan;
import dev.barrage.plan.Rate;
import dev.barrage.report.RunRecord;
import dev.barrage.run.Run;
import dev.barrage.verdict.Judgement.Reason;
import dev.barrage.verdict.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Runs a plan at one rate after the other, and says whether it held: its objectives were met, and
 * good answers came as fast as requests were offered. A queue that only grows meets every objective
 * at first. {@link #interrupt} ends the run under way.
 */
public final class CapacityRuns implements CapacitySearch.Runs {
  /** Share of the offered rate that must be answered well within the measured time. */
  static final double KEPT_UP = 0.985;

  private final Plan plan;
  private final Duration step;
  private final Duration hold;
  private final Consumer<Probe> listener;
  private @Nullable Run current;
  private boolean interrupted;

  /**
   * @param step measured time of a run
   * @param hold measured time of the run that confirms
   * @param listener hears of each run when it has ended
   */
  public CapacityRuns(Plan plan, Duration step, Duration hold, Consumer<Probe> listener) {
    this.plan = plan;
    this.step = step;
    this.hold = hold;
    this.listener = listener;
  }

  @Override
  public Probe run(double perS, boolean confirms) throws IOException, InterruptedException {
    Run run = new Run(at(perS, confirms ? hold : step), Optional.empty(), progress -> {});
    synchronized (this) {
      if (interrupted) {
        throw new InterruptedException();
      }
      current = run;
    }
    RunRecord record = run.execute();
    synchronized (this) {
      current = null;
      if (interrupted) {
        throw new InterruptedException();
      }
    }
    Probe probe = probe(record, perS, confirms);
    listener.accept(probe);
    return probe;
  }

  /** Ends the search: the run under way, and with it all. Any thread. */
  public synchronized void interrupt() {
    interrupted = true;
    if (current != null) {
      current.interrupt();
    }
  }

  private Plan at(double perS, Duration length) {
    Rate rate = new Rate(Math.max(1, Math.round(perS * 1000)), 1000);
    Load load =
        new Load.Open(List.of(new Load.ArrivalStage.Hold(rate, length, Load.Arrivals.CONSTANT)));
    return plan.withProfile(plan.profile().withLoad(load));
  }

  static Probe probe(RunRecord record, double perS, boolean confirms) {
    List<String> reasons = new ArrayList<>();
    for (Reason reason : record.judgement().reasons()) {
      reasons.add(reason.message());
    }
    double kept = record.measurement().totals().okPerS();
    boolean keptUp = kept >= KEPT_UP * perS;
    if (!keptUp) {
      reasons.add(
          String.format(
              java.util.Locale.ROOT, "%.0f/s of %.0f/s were answered well in time", kept, perS));
    }
    Verdict verdict = record.judgement().verdict();
    Probe.Answer answer =
        verdict == Verdict.INVALID
            ? Probe.Answer.GENERATOR
            : verdict == Verdict.PASS && keptUp ? Probe.Answer.HOLDS : Probe.Answer.FAILS;
    Histogram latency = record.measurement().totals().latency();
    boolean any = latency.getTotalCount() > 0;
    return new Probe(
        perS,
        confirms,
        kept,
        any ? latency.getValueAtPercentile(50) / 1e3 : Double.NaN,
        any ? latency.getValueAtPercentile(99) / 1e3 : Double.NaN,
        answer,
        reasons);
  }
}
