package dev.barrage.report;

import static dev.barrage.report.SummaryLines.WIDTH;

import dev.barrage.measure.Measurement;
import dev.barrage.monitor.GeneratorHealth;
import dev.barrage.monitor.target.Watched;
import dev.barrage.plan.Rate;
import dev.barrage.plan.Rates;
import dev.barrage.verdict.Judgement;
import dev.barrage.verdict.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The text at the end of a run: the verdict first, then why, what was planned, what happened, and
 * whether the generator was fit to measure it.
 *
 * <p>At most {@value SummaryLines#WIDTH} columns; text from outside is made harmless for terminals.
 * Pure: the same record gives the same text.
 */
public final class Summary {
  private static final int REASONS_SHOWN = 6;

  private final RunRecord run;
  private final Measurement measured;
  private final SummaryLines lines;
  private final Ink ink;

  private Summary(RunRecord run, boolean colour) {
    this.run = run;
    this.measured = run.measurement();
    this.ink = Ink.of(colour);
    this.lines = new SummaryLines(ink);
  }

  /** As {@link #text(RunRecord, Optional, boolean)}, of a run without a record directory. */
  public static String text(RunRecord run, boolean colour) {
    return text(run, Optional.empty(), colour);
  }

  /**
   * The summary, ending with a line break.
   *
   * @param directory where the run's record is; empty: none was written
   * @param colour whether to use a terminal's colours
   */
  public static String text(RunRecord run, Optional<Path> directory, boolean colour) {
    Summary summary = new Summary(run, colour);
    SummaryTables tables = new SummaryTables(run.measurement(), summary.lines);
    summary.verdict();
    summary.plannedAndHappened();
    summary.objectives();
    tables.latency();
    tables.slowestRequests();
    summary.lines.told("Slowest", DiagnosisWords.lines(run.observed().diagnosis()));
    tables.groups();
    tables.failures();
    tables.scriptFailures();
    summary.findings();
    summary.monitors();
    summary.generator();
    summary.connections();
    summary.record(directory);
    return summary.lines.toString();
  }

  private void verdict() {
    Verdict verdict = run.judgement().verdict();
    String name = Printable.line(run.plan().name(), 40);
    String target = Printable.line(PlanWords.target(run.plan()), WIDTH - 20 - name.length());
    lines.add(ink.verdict(verdict) + "  " + ink.bold(name) + " → " + target);
    lines.add("  " + VerdictWords.sentence(verdict));
    if (measured.period().interrupted()) {
      endedEarly();
    }
    List<Judgement.Reason> reasons = run.judgement().reasons();
    reasons.stream().limit(REASONS_SHOWN).forEach(this::reason);
    if (reasons.size() > REASONS_SHOWN) {
      lines.add("  … and " + Figures.count(reasons.size() - REASONS_SHOWN, "reason") + " more");
    }
  }

  private void endedEarly() {
    String word = measured.period().aborted().isPresent() ? "Aborted" : "Interrupted";
    String rest =
        " after "
            + Figures.seconds(measured.period().measuredS())
            + " of "
            + Figures.seconds(run.plan().profile().load().length().toNanos() / 1e9);
    if (run.dataEnded().isPresent()) {
      word = "Ended:";
      rest = " " + run.dataEnded().get().sentence();
    }
    List<String> told =
        Printable.wrap(word + rest + "; what follows is of that part.", SummaryLines.WIDTH - 2);
    lines.add("  " + ink.yellow(word) + told.getFirst().substring(word.length()));
    told.stream().skip(1).forEach(line -> lines.add("  " + line));
  }

  private void reason(Judgement.Reason reason) {
    String mark = reason.verdict() == Verdict.WARN ? ink.yellow("!") : ink.red("✗");
    List<String> wrapped = Printable.wrap(Printable.line(reason.message(), 400), WIDTH - 4);
    lines.add("  " + mark + " " + wrapped.getFirst());
    wrapped.stream().skip(1).forEach(line -> lines.add("    " + line));
  }

  private void plannedAndHappened() {
    Measurement.Counts counts = measured.totals().counts();
    lines.blank();
    lines.entry("Planned", PlanWords.load(run.plan()));
    lines.entry(
        "Happened",
        Figures.perSecond(measured.totals().throughputPerS())
            + " done, "
            + Figures.perSecond(measured.totals().okPerS())
            + " ok, error rate "
            + Figures.percent(errorRate(counts))
            + ", over "
            + Figures.seconds(measured.period().measuredS()));
    lines.entry(
        "Requests",
        Figures.count(counts.planned())
            + " planned = "
            + Figures.count(counts.started())
            + " started + "
            + Figures.count(counts.dropped())
            + " dropped");
    lines.entry(
        "",
        Figures.count(counts.started())
            + " started = "
            + Figures.count(counts.ok())
            + " ok + "
            + Figures.count(counts.failed())
            + " failed + "
            + Figures.count(counts.unfinished())
            + " unfinished");
    run.plan().bounds().maxRate().ifPresent(this::ceiling);
    if (counts.after() > 0) {
      lines.entry(
          "",
          Figures.count(counts.after(), "request")
              + " of stop steps after it"
              + (counts.afterFailed() > 0
                  ? ", " + Figures.count(counts.afterFailed()) + " of them failed"
                  : ""));
    }
  }

  private void ceiling(Rate maxRate) {
    Measurement.Capped capped = measured.capped();
    lines.entry(
        "Max rate",
        Rates.format(maxRate)
            + ": "
            + Figures.count(capped.clipped())
            + " arrivals not offered, "
            + Figures.count(capped.held())
            + " requests waited for their turn");
  }

  private void objectives() {
    if (run.judgement().objectives().isEmpty()) {
      return;
    }
    lines.blank();
    if (run.judgement().verdict() == Verdict.INVALID) {
      lines.add("  For the record only, because the measurement is invalid:");
    }
    for (Judgement.ObjectiveResult result : run.judgement().objectives()) {
      lines.judged(result.verdict(), result.objective().text(), measuredValue(result));
    }
    for (String sentence : ObjectiveWords.notJudged(run.plan())) {
      lines.entry("not judged", Printable.line(sentence, 600));
    }
  }

  private static String measuredValue(Judgement.ObjectiveResult result) {
    if (result.value().isPresent()) {
      return "was "
          + Figures.value(result.value().getAsDouble(), result.objective().metric().unit());
    }
    return result.samples() == 0 ? "no samples" : "not reached";
  }

  private void findings() {
    CourseJson.slowStart(run)
        .ifPresent(start -> lines.told("Slow start", List.of(SlowStartWords.sentence(start))));
    run.measurement()
        .spike()
        .ifPresent(spike -> lines.told("Spike", SpikeWords.lines(CourseJson.spike(spike))));
    run.observed()
        .limit()
        .ifPresent(limit -> lines.told("Rate limit", LimitWords.lines(LimitJson.tree(limit))));
    if (run.plan().observation().upstreamHeader().isPresent()) {
      lines.told("Gateway", List.of(InjectionWords.ownErrors(measured)));
    }
    lines.told(
        "Injected",
        run.interventions().injections().stream()
            .flatMap(i -> InjectionWords.lines(i).stream())
            .toList());
  }

  private void monitors() {
    if (!run.observed().monitors().isEmpty()) {
      lines.blank();
    }
    double fromS = run.plan().profile().warmup().toNanos() / 1e9;
    for (Watched watched : run.observed().monitors()) {
      String words = MonitorWords.line(watched, fromS, fromS + measured.period().measuredS());
      lines.entry(Printable.line(watched.monitor().name(), 12), Printable.line(words, 600));
    }
  }

  private void generator() {
    GeneratorHealth health = run.generator();
    GeneratorFitness fitness = GeneratorFitness.of(run.judgement());
    String fit =
        switch (fitness) {
          case FIT -> ink.green(fitness.words);
          case STRAINED, UNKNOWN -> ink.yellow(fitness.words);
          case UNFIT -> ink.red(fitness.words);
        };
    lines.blank();
    lines.add("  " + ink.bold(String.format("%-13s", "Generator")) + fit);
    List<String> facts = new ArrayList<>();
    if (measured.phases().sendLag().getTotalCount() > 0) {
      facts.add("send lag p99 " + SummaryLines.at(measured.phases().sendLag(), 99));
    }
    if (!Double.isNaN(health.cpuBusy())) {
      String loop = health.threads() == 1 ? "its loop " : "busiest of its loops ";
      facts.add(loop + Figures.percent(health.cpuBusy()) + " busy");
    }
    if (!Double.isNaN(health.cpuUsPerRequest())) {
      facts.add(Figures.us(health.cpuUsPerRequest()) + " CPU per request");
    }
    if (!Double.isNaN(health.ceilingPerS())) {
      facts.add("could send about " + Figures.perSecond(health.ceilingPerS()));
    }
    if (!facts.isEmpty()) {
      lines.entry("", String.join(", ", facts));
    }
  }

  private void connections() {
    Measurement.Connections connections = measured.connections();
    String note = PlanWords.connections(run.plan()).map(words -> "; " + words).orElse("");
    lines.entry(
        "Connections",
        Figures.count(connections.peak())
            + " at most, "
            + Figures.count(connections.opened())
            + " opened, "
            + Figures.count(connections.failed())
            + " failed"
            + note);
  }

  private void record(Optional<Path> directory) {
    lines.entry("Seed", Long.toString(run.plan().inputs().seed()));
    directory.ifPresent(
        path -> lines.entry("Report", path.resolve(HtmlReport.FILE_NAME).toString()));
  }

  private static double errorRate(Measurement.Counts counts) {
    long bad = counts.failed() + counts.dropped() + counts.unfinished();
    return counts.planned() == 0 ? Double.NaN : (double) bad / counts.planned();
  }
}
