package dev.barrage.report;

import dev.barrage.measure.Measurement;
import dev.barrage.monitor.GeneratorHealth;
import dev.barrage.monitor.target.Watched;
import dev.barrage.plan.Rate;
import dev.barrage.plan.Rates;
import dev.barrage.verdict.Judgement;
import dev.barrage.verdict.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * The text at the end of a run: the verdict first, then why, what was planned, what happened, and
 * whether the generator was fit to measure it.
 *
 * <p>At most {@value #WIDTH} columns; text from outside is made harmless for terminals. Pure: the
 * same record gives the same text.
 */
public final class Summary {
  private static final int WIDTH = 100;
  private static final int FAILURES_SHOWN = 4;
  private static final int REQUESTS_SHOWN = 5;
  private static final int REASONS_SHOWN = 6;
  private static final int GROUPS_SHOWN = 5;

  private final RunRecord run;
  private final Measurement measured;
  private final Ink ink;
  private final List<String> lines = new ArrayList<>();

  private Summary(RunRecord run, boolean colour) {
    this.run = run;
    this.measured = run.measurement();
    this.ink = Ink.of(colour);
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
    summary.verdict();
    summary.plannedAndHappened();
    summary.objectives();
    summary.latency();
    summary.slowestRequests();
    summary.told("Slowest", DiagnosisWords.lines(run.diagnosis()));
    summary.groups();
    summary.failures();
    summary.scriptFailures();
    summary.findings();
    summary.monitors();
    summary.generator();
    summary.connections();
    summary.record(directory);
    return String.join("\n", summary.lines) + "\n";
  }

  private void verdict() {
    Verdict verdict = run.judgement().verdict();
    String name = Printable.line(run.plan().name(), 40);
    String target = Printable.line(PlanWords.target(run.plan()), WIDTH - 20 - name.length());
    lines.add(ink.verdict(verdict) + "  " + ink.bold(name) + " → " + target);
    lines.add("  " + VerdictWords.sentence(verdict));
    if (measured.interrupted()) {
      lines.add(
          "  "
              + ink.yellow(endedEarly())
              + "stopped after "
              + Figures.seconds(measured.measuredS())
              + " of "
              + Figures.seconds(run.plan().load().length().toNanos() / 1e9)
              + "; what follows is of that part.");
    }
    List<Judgement.Reason> reasons = run.judgement().reasons();
    reasons.stream().limit(REASONS_SHOWN).forEach(this::reason);
    if (reasons.size() > REASONS_SHOWN) {
      lines.add("  … and " + Figures.count(reasons.size() - REASONS_SHOWN, "reason") + " more");
    }
  }

  private String endedEarly() {
    if (run.dataEnded().isPresent()) {
      return "Ended: " + run.dataEnded().get().sentence() + "; ";
    }
    return measured.aborted().isPresent() ? "Aborted: " : "Interrupted: ";
  }

  private void reason(Judgement.Reason reason) {
    String mark = reason.verdict() == Verdict.WARN ? ink.yellow("!") : ink.red("✗");
    List<String> wrapped = Printable.wrap(Printable.line(reason.message(), 400), WIDTH - 4);
    lines.add("  " + mark + " " + wrapped.getFirst());
    wrapped.stream().skip(1).forEach(line -> lines.add("    " + line));
  }

  private void plannedAndHappened() {
    Measurement.Counts counts = measured.counts();
    blank();
    entry("Planned", PlanWords.load(run.plan()));
    entry(
        "Happened",
        Figures.perSecond(measured.throughputPerS())
            + " done, "
            + Figures.perSecond(measured.okPerS())
            + " ok, over "
            + Figures.seconds(measured.measuredS()));
    entry(
        "Requests",
        Figures.count(counts.planned())
            + " planned = "
            + Figures.count(counts.started())
            + " started + "
            + Figures.count(counts.dropped())
            + " dropped");
    entry(
        "",
        Figures.count(counts.started())
            + " started = "
            + Figures.count(counts.ok())
            + " ok + "
            + Figures.count(counts.failed())
            + " failed + "
            + Figures.count(counts.unfinished())
            + " unfinished · error rate "
            + Figures.percent(errorRate(counts)));
    run.plan().bounds().maxRate().ifPresent(this::ceiling);
    if (counts.after() > 0) {
      entry(
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
    entry(
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
    blank();
    if (run.judgement().verdict() == Verdict.INVALID) {
      lines.add("  For the record only, because the measurement is invalid:");
    }
    for (Judgement.ObjectiveResult result : run.judgement().objectives()) {
      String about = result.objective().request().map(name -> " of " + name).orElse("");
      String text = Printable.line(result.objective().text() + about, 48);
      String verdict = ink.verdict(result.verdict());
      String padding = " ".repeat(Math.max(1, 13 - result.verdict().name().length()));
      lines.add("  " + verdict + padding + String.format("%-50s", text) + measuredValue(result));
    }
  }

  private static String measuredValue(Judgement.ObjectiveResult result) {
    if (result.value().isPresent()) {
      return "was "
          + Figures.value(result.value().getAsDouble(), result.objective().metric().unit());
    }
    return result.samples() == 0 ? "no samples" : "not reached";
  }

  private void latency() {
    blank();
    lines.add(ink.dim(row("", "p50", "p90", "p95", "p99", "p99.9", "max")));
    lines.add(distribution("Latency", measured.latency()) + ink.dim("  as users felt it"));
    lines.add(distribution("Service time", measured.serviceTime()) + ink.dim("  once sent"));
  }

  private static String distribution(String label, Histogram ns) {
    var summary = dev.barrage.measure.Summary.of(ns);
    return row(
        label,
        at(summary, 50),
        at(summary, 90),
        at(summary, 95),
        at(summary, 99),
        at(summary, 99.9),
        Figures.us(summary.maxUs()));
  }

  private static String row(String label, String... cells) {
    StringBuilder row = new StringBuilder(String.format("  %-13s", label));
    for (String cell : cells) {
      row.append(String.format("%10s", cell));
    }
    return row.toString();
  }

  private void slowestRequests() {
    if (measured.requests().size() < 2) {
      return;
    }
    List<Measurement.RequestResult> slowest =
        measured.requests().stream()
            .filter(request -> request.latency().getTotalCount() > 0)
            .sorted(
                Comparator.comparingDouble((Measurement.RequestResult request) ->
                    -request.latency().getValueAtPercentile(99)))
            .limit(REQUESTS_SHOWN)
            .toList();
    if (slowest.isEmpty()) {
      return;
    }
    blank();
    String title =
        measured.requests().size() > REQUESTS_SHOWN
            ? "Slowest " + REQUESTS_SHOWN + " of " + measured.requests().size() + " by p99"
            : "By request, slowest p99 first";
    lines.add(ink.dim(requestRow(title, "requests", "failed", "p50", "p95", "p99")));
    for (Measurement.RequestResult request : slowest) {
      lines.add(
          requestRow(
              Printable.line(request.name(), 40),
              Figures.count(request.counts().planned()),
              Figures.count(request.counts().failed()),
              at(request.latency(), 50),
              at(request.latency(), 95),
              at(request.latency(), 99)));
    }
  }

  private void groups() {
    List<Measurement.GroupResult> groups = measured.groups();
    if (groups.isEmpty()) {
      return;
    }
    blank();
    lines.add(
        ink.dim(requestRow("By group, pauses included", "groups", "not ok", "p50", "p95", "p99")));
    for (Measurement.GroupResult group : groups.subList(0, Math.min(GROUPS_SHOWN, groups.size()))) {
      lines.add(
          requestRow(
              Printable.line(group.name(), 40),
              Figures.count(group.started()),
              Figures.count(group.started() - group.ok()),
              at(group.latency(), 50),
              at(group.latency(), 95),
              at(group.latency(), 99)));
    }
    if (groups.size() > GROUPS_SHOWN) {
      lines.add("  … and " + Figures.count(groups.size() - GROUPS_SHOWN, "other group"));
    }
  }

  private static String requestRow(String name, String... cells) {
    StringBuilder row = new StringBuilder(String.format("  %-42s", name));
    for (String cell : cells) {
      row.append(String.format("%11s", cell));
    }
    return row.toString();
  }

  private void scriptFailures() {
    if (measured.scriptFailures().isEmpty()) {
      return;
    }
    blank();
    lines.add("  Scripts that threw; the first stack trace of each is in script-errors.log");
    for (Measurement.ScriptFailure failure :
        measured.scriptFailures().stream().limit(FAILURES_SHOWN).toList()) {
      String head = String.format(Locale.ROOT, "%10s  ", Figures.count(failure.count()));
      String words = failure.script() + ": " + failure.message();
      lines.add(ink.red(head) + Printable.line(words, WIDTH - head.length()));
    }
  }

  private void failures() {
    if (measured.errors().isEmpty()) {
      return;
    }
    blank();
    List<Measurement.Failure> failures =
        measured.errors().stream()
            .sorted(Comparator.comparingLong(Measurement.Failure::count).reversed())
            .toList();
    lines.add("  Failures");
    for (Measurement.Failure failure :
        failures.subList(0, Math.min(FAILURES_SHOWN, failures.size()))) {
      String head =
          String.format(
              Locale.ROOT, "%10s  %-18s ", Figures.count(failure.count()), failure.outcome().id());
      String where = Printable.line(failure.request(), 40) + ": ";
      lines.add(
          ink.red(head)
              + where
              + Printable.line(failure.message(), WIDTH - head.length() - where.length()));
      String sample = Printable.line(failure.sample(), WIDTH - 18);
      if (!sample.isEmpty()) {
        lines.add(ink.dim("            sample: " + Printable.line(sample, WIDTH - 20)));
      }
    }
    if (failures.size() > FAILURES_SHOWN) {
      lines.add(
          "            … and "
              + Figures.count(failures.size() - FAILURES_SHOWN, "other kind")
              + ", see the report");
    }
  }

  private void findings() {
    run.measurement()
        .spike()
        .ifPresent(spike -> told("Spike", SpikeWords.lines(CourseJson.spike(spike))));
    run.limit().ifPresent(limit -> told("Rate limit", LimitWords.lines(limit)));
    if (run.plan().upstreamHeader().isPresent()) {
      told("Gateway", List.of(InjectionWords.ownErrors(measured)));
    }
    told(
        "Injected",
        run.injections().stream().flatMap(i -> InjectionWords.lines(i).stream()).toList());
  }

  private void told(String name, List<String> sentences) {
    if (!sentences.isEmpty()) {
      blank();
    }
    String label = name;
    for (String line : sentences) {
      wrapped(label, line);
      label = "";
    }
  }

  private void monitors() {
    if (!run.monitors().isEmpty()) {
      blank();
    }
    double fromS = run.plan().warmup().toNanos() / 1e9;
    for (Watched watched : run.monitors()) {
      String words = MonitorWords.line(watched, fromS, fromS + measured.measuredS());
      wrapped(Printable.line(watched.monitor().name(), 12), Printable.line(words, 600));
    }
  }

  private void generator() {
    GeneratorHealth health = run.generator();
    List<Judgement.Reason> against =
        run.judgement().reasons().stream()
            .filter(reason -> VerdictWords.isAboutGenerator(reason.rule()))
            .toList();
    boolean unfit = against.stream().anyMatch(reason -> reason.verdict() == Verdict.INVALID);
    String fit =
        unfit ? ink.red("not fit") : against.isEmpty() ? ink.green("fit") : ink.yellow("strained");
    blank();
    entry(
        "Generator",
        fit
            + ": send lag p99 "
            + at(measured.sendLag(), 99)
            + ", "
            + (health.threads() == 1
                ? "its loop "
                : "busiest of " + Figures.count(health.threads(), "loop") + " ")
            + Figures.percent(health.cpuBusy())
            + " busy, "
            + Figures.us(health.cpuUsPerRequest())
            + " CPU per request");
    if (!Double.isNaN(health.ceilingPerS())) {
      entry("", "at this cost it could send about " + Figures.perSecond(health.ceilingPerS()));
    }
  }

  private void connections() {
    Measurement.Connections connections = measured.connections();
    String note = PlanWords.connections(run.plan()).map(words -> "; " + words).orElse("");
    entry(
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
    entry("Seed", Long.toString(run.plan().seed()));
    directory.ifPresent(path -> entry("Report", path.resolve(HtmlReport.FILE_NAME).toString()));
  }

  private void entry(String label, String text) {
    lines.add("  " + ink.bold(String.format("%-13s", label)) + text);
  }

  private void wrapped(String label, String text) {
    List<String> parts = Printable.wrap(text, WIDTH - 15);
    entry(label, parts.getFirst());
    parts.stream().skip(1).forEach(part -> entry("", part));
  }

  private void blank() {
    lines.add("");
  }

  private static String at(Histogram ns, double percent) {
    return at(dev.barrage.measure.Summary.of(ns), percent);
  }

  /** As {@code run.json} has it. */
  private static String at(dev.barrage.measure.Summary summary, double percent) {
    for (int i = 0; i < summary.percentiles().length; i++) {
      if (dev.barrage.measure.Summary.percent(i) == percent) {
        return Figures.us(summary.percentiles()[i]);
      }
    }
    throw new IllegalArgumentException("records have no p" + percent);
  }

  private static double errorRate(Measurement.Counts counts) {
    long bad = counts.failed() + counts.dropped() + counts.unfinished();
    return counts.planned() == 0 ? Double.NaN : (double) bad / counts.planned();
  }
}
