package dev.barrage.report;

import static dev.barrage.report.SummaryLines.WIDTH;
import static dev.barrage.report.SummaryLines.at;
import static dev.barrage.report.SummaryLines.named;
import static dev.barrage.report.SummaryLines.row;

import dev.barrage.measure.Measurement;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** The tables of a {@link Summary}: times of the run, of requests and groups, and failures. */
final class SummaryTables {
  private static final int FAILURES_SHOWN = 4;
  private static final int REQUESTS_SHOWN = 5;
  private static final int GROUPS_SHOWN = 5;

  /** Below the count of a failure. */
  private static final String ROOM = " ".repeat(12);

  private final Measurement measured;
  private final SummaryLines lines;
  private final Ink ink;

  SummaryTables(Measurement measured, SummaryLines lines) {
    this.measured = measured;
    this.lines = lines;
    this.ink = lines.ink;
  }

  void latency() {
    lines.blank();
    lines.add(ink.dim(row("", "p50", "p90", "p95", "p99", "p99.9", "max")));
    lines.add(distribution("Latency", measured.totals().latency()) + ink.dim("  as felt"));
    lines.add(
        distribution("Service time", measured.totals().serviceTime()) + ink.dim("  once sent"));
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

  void slowestRequests() {
    if (measured.parts().requests().size() < 2) {
      return;
    }
    List<Measurement.RequestResult> slowest =
        measured.parts().requests().stream()
            .filter(request -> request.totals().latency().getTotalCount() > 0)
            .sorted(
                Comparator.comparingDouble((Measurement.RequestResult request) ->
                    -request.totals().latency().getValueAtPercentile(99)))
            .limit(REQUESTS_SHOWN)
            .toList();
    if (slowest.isEmpty()) {
      return;
    }
    lines.blank();
    String title =
        measured.parts().requests().size() > REQUESTS_SHOWN
            ? "Slowest " + REQUESTS_SHOWN + " of " + measured.parts().requests().size() + " by p99"
            : "By request, slowest p99 first";
    lines.add(ink.dim(named(title, "requests", "failed", "p50", "p95", "p99")));
    for (Measurement.RequestResult request : slowest) {
      lines.add(
          named(
              request.name(),
              Figures.count(request.totals().counts().planned()),
              Figures.count(request.totals().counts().failed()),
              at(request.totals().latency(), 50),
              at(request.totals().latency(), 95),
              at(request.totals().latency(), 99)));
    }
  }

  void groups() {
    List<Measurement.GroupResult> groups = measured.parts().groups();
    if (groups.isEmpty()) {
      return;
    }
    lines.blank();
    lines.add(ink.dim(named("By group, pauses included", "groups", "not ok", "p50", "p95", "p99")));
    for (Measurement.GroupResult group : groups.subList(0, Math.min(GROUPS_SHOWN, groups.size()))) {
      lines.add(
          named(
              group.name(),
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

  void failures() {
    if (measured.parts().errors().isEmpty()) {
      return;
    }
    lines.blank();
    List<Measurement.Failure> failures =
        measured.parts().errors().stream()
            .sorted(Comparator.comparingLong(Measurement.Failure::count).reversed())
            .toList();
    lines.add("  Failures");
    for (Measurement.Failure failure :
        failures.subList(0, Math.min(FAILURES_SHOWN, failures.size()))) {
      String head =
          String.format(
              Locale.ROOT, "%10s  %-18s ", Figures.count(failure.count()), failure.outcome().id());
      lines.add(ink.red(head) + Printable.line(failure.request(), WIDTH - head.length()));
      lines.add(ROOM + Printable.line(failure.message(), WIDTH - ROOM.length()));
      if (!failure.sample().isBlank()) {
        String sample = "sample: " + failure.sample();
        lines.add(ink.dim(ROOM + Printable.line(sample, WIDTH - ROOM.length())));
      }
    }
    if (failures.size() > FAILURES_SHOWN) {
      lines.add(
          ROOM
              + "… and "
              + Figures.count(failures.size() - FAILURES_SHOWN, "other kind")
              + ", see the report");
    }
  }

  void scriptFailures() {
    if (measured.parts().scriptFailures().isEmpty()) {
      return;
    }
    lines.blank();
    lines.add("  Scripts that threw; the first stack trace of each is in script-errors.log");
    for (Measurement.ScriptFailure failure :
        measured.parts().scriptFailures().stream().limit(FAILURES_SHOWN).toList()) {
      String head = String.format(Locale.ROOT, "%10s  ", Figures.count(failure.count()));
      String words = failure.script() + ": " + failure.message();
      lines.add(ink.red(head) + Printable.line(words, WIDTH - head.length()));
    }
  }
}
