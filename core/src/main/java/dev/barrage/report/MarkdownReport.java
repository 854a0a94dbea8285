package dev.barrage.report;

import dev.barrage.verdict.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A run as a comment on a pull request, or as the summary of a CI step: verdict and reasons,
 * objectives, key figures, failures, health of the generator. It begins with a comment of HTML that
 * names the plan, by which a bot finds its own comment again.
 *
 * <p>Text from outside is escaped by {@link Markdown}. Stateless.
 */
public final class MarkdownReport {
  private static final int FAILURES_SHOWN = 10;
  private static final int REQUESTS_SHOWN = 20;
  private static final int REASONS_SHOWN = 10;
  private static final int WIDTH = 300;
  private static final List<String> PERCENTILES =
      List.of("p50", "p90", "p95", "p99", "p99_9", "max");

  private final JsonNode run;
  private final Appendable out;

  private MarkdownReport(JsonNode run, Appendable out) {
    this.run = run;
    this.out = out;
  }

  public static void write(StoredRun stored, Appendable out) throws IOException {
    MarkdownReport report = new MarkdownReport(stored.run(), out);
    report.verdict();
    report.objectives();
    report.figures();
    report.requests();
    report.failures();
    report.foot();
  }

  /** Its verdict, a line for each run, and why any was not as it should be. */
  public static void write(SuiteRecord suite, Appendable out) throws IOException {
    heading(suite.name(), suite.verdict(), out);
    out.append(SuiteText.sentence(suite)).append("\n\n");
    out.append(
        Markdown.row("Scenario", "Run", "Verdict", "Good answers", "Errors", "p50", "p95", "p99"));
    out.append("| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |\n");
    for (SuiteRecord.Part part : suite.runs()) {
      out.append(
          Markdown.row(
              Markdown.code(part.scenario(), WIDTH),
              Integer.toString(part.repetition()),
              sign(part.verdict()) + " " + part.verdict().name(),
              Figures.perSecond(Tree.number(part.run(), "ok_per_s")),
              Figures.percent(SuiteJson.errorRatio(part)),
              Figures.us(Tree.number(part.run(), "latency_us", "p50")),
              Figures.us(Tree.number(part.run(), "latency_us", "p95")),
              Figures.us(Tree.number(part.run(), "latency_us", "p99"))));
    }
    out.append('\n');
    for (String reason : SuiteText.reasons(suite)) {
      out.append("- ").append(Markdown.text(reason, WIDTH)).append('\n');
    }
  }

  private static void heading(String name, Verdict verdict, Appendable out) throws IOException {
    out.append("<!-- barrage: ").append(name.replaceAll("[^A-Za-z0-9._ ]+", "-")).append(" -->\n");
    out.append("## ").append(sign(verdict)).append(' ').append(verdict.name());
    out.append(": ").append(Markdown.text(name, WIDTH)).append("\n\n");
  }

  private void verdict() throws IOException {
    Verdict verdict = Verdict.valueOf(Tree.text(run, "verdict"));
    heading(Tree.text(run, "name"), verdict, out);
    out.append(VerdictWords.sentence(verdict)).append('\n');
    if (Tree.flag(run, "interrupted")) {
      out.append("\nThe run was stopped early; all figures are of the part that was measured.\n");
    }
    List<JsonNode> reasons = Tree.list(run, "reasons");
    if (!reasons.isEmpty()) {
      out.append('\n');
    }
    for (JsonNode reason : reasons.subList(0, Math.min(reasons.size(), REASONS_SHOWN))) {
      out.append("- **").append(Tree.text(reason, "rule").replaceAll("[^a-z-]+", "")).append("** ");
      out.append(Markdown.text(Tree.text(reason, "message"), WIDTH)).append('\n');
    }
    more(reasons.size() - REASONS_SHOWN, "reason");
  }

  private static String sign(Verdict verdict) {
    return switch (verdict) {
      case PASS -> "✅";
      case WARN -> "⚠️";
      case INCONCLUSIVE -> "❔";
      case FAIL -> "❌";
      case INVALID -> "⛔";
    };
  }

  private void more(int further, String noun) throws IOException {
    if (further > 0) {
      out.append("\nand ").append(Figures.count(further, "further " + noun)).append('\n');
    }
  }

  private void objectives() throws IOException {
    List<JsonNode> objectives = Tree.list(run, "objectives");
    if (objectives.isEmpty()) {
      return;
    }
    out.append('\n').append(Markdown.row("Objective", "Measured", "Target", "Critical", "Verdict"));
    out.append("| --- | ---: | ---: | ---: | --- |\n");
    boolean judged = !Tree.text(run, "verdict").equals(Verdict.INVALID.name());
    for (JsonNode objective : objectives) {
      Verdict verdict = Verdict.valueOf(Tree.text(objective, "verdict"));
      out.append(
          Markdown.row(
              Markdown.code(ObjectiveWords.name(objective), WIDTH),
              ObjectiveWords.measured(objective),
              ObjectiveWords.target(objective),
              ObjectiveWords.critical(objective),
              judged ? sign(verdict) + " " + verdict.name() : "not judged"));
    }
    for (JsonNode one : Tree.list(run, "not_judged")) {
      String text = Markdown.code(Tree.text(one, "text"), WIDTH);
      String why = Markdown.text(Tree.text(one, "why"), WIDTH);
      out.append(Markdown.row(text, "", "", "", "not judged: " + why));
    }
  }

  private void figures() throws IOException {
    out.append('\n').append(Markdown.row("", "p50", "p90", "p95", "p99", "p99.9", "max"));
    out.append("| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    out.append(latencies("Latency", "latency_us"))
        .append(latencies("Service time", "service_time_us"));
    JsonNode counts = Tree.at(run, "counts");
    long planned = Tree.count(counts, "planned");
    long bad =
        Tree.count(counts, "failed")
            + Tree.count(counts, "dropped")
            + Tree.count(counts, "unfinished");
    out.append("\n**")
        .append(Figures.perSecond(Tree.number(run, "ok_per_s")))
        .append("** good answers, ");
    out.append(Figures.perSecond(Tree.number(run, "throughput_per_s"))).append(" in all, over ");
    out.append(Figures.seconds(Tree.number(run, "measured_s"))).append(" · error rate **");
    out.append(Figures.percent(planned == 0 ? Double.NaN : (double) bad / planned)).append("** · ");
    out.append(Figures.count(planned)).append(" planned: ");
    for (String count : List.of("ok", "failed", "dropped", "unfinished")) {
      out.append(Tree.shownCount(counts, count)).append(' ').append(count);
      out.append(count.equals("unfinished") ? "\n" : ", ");
    }
  }

  private String latencies(String label, String name) {
    return Markdown.row(
        label,
        PERCENTILES.stream()
            .map(percentile -> Figures.us(Tree.number(run, name, percentile)))
            .collect(Collectors.joining(" | ")));
  }

  private void requests() throws IOException {
    List<JsonNode> requests = Tree.list(run, "requests");
    if (requests.size() < 2) {
      return;
    }
    out.append("\n<details><summary>").append(Figures.count(requests.size(), "request"));
    out.append("</summary>\n\n");
    out.append(Markdown.row("Request", "Ended", "Failed", "p50", "p95", "p99"));
    out.append("| --- | ---: | ---: | ---: | ---: | ---: |\n");
    for (JsonNode request : requests.subList(0, Math.min(requests.size(), REQUESTS_SHOWN))) {
      long failed = Tree.count(request, "counts", "failed");
      out.append(
          Markdown.row(
              Markdown.code(Tree.text(request, "name"), WIDTH),
              Figures.count(Tree.count(request, "counts", "ok") + failed),
              Figures.count(failed),
              Figures.us(Tree.number(request, "latency_us", "p50")),
              Figures.us(Tree.number(request, "latency_us", "p95")),
              Figures.us(Tree.number(request, "latency_us", "p99"))));
    }
    more(requests.size() - REQUESTS_SHOWN, "request");
    out.append("\n</details>\n");
  }

  private void failures() throws IOException {
    List<JsonNode> errors = Tree.list(run, "errors");
    if (errors.isEmpty()) {
      return;
    }
    out.append("\n<details><summary>Failures</summary>\n\n");
    out.append(Markdown.row("Count", "Outcome", "Request", "Message"));
    out.append("| ---: | --- | --- | --- |\n");
    for (JsonNode error : errors.subList(0, Math.min(errors.size(), FAILURES_SHOWN))) {
      out.append(
          Markdown.row(
              Figures.count(Tree.count(error, "count")),
              Tree.text(error, "outcome"),
              Markdown.code(Tree.text(error, "request"), WIDTH),
              Markdown.code(Tree.text(error, "message"), WIDTH)));
    }
    more(errors.size() - FAILURES_SHOWN, "kind");
    out.append("\n</details>\n");
  }

  private void foot() throws IOException {
    GeneratorFitness fitness = GeneratorFitness.of(run);
    String words = fitness == GeneratorFitness.UNFIT ? "**not fit**" : fitness.words;
    out.append("\nGenerator ").append(words);
    out.append(": send lag p99 ").append(Figures.us(Tree.number(run, "send_lag_us", "p99")));
    out.append(", busiest loop ")
        .append(Figures.percent(Tree.number(run, "generator", "cpu_busy")));
    out.append(", longest stall ")
        .append(Figures.ms(Tree.number(run, "generator", "loop_stall_ms_max")));
    out.append(", longest collector pause ");
    out.append(Figures.ms(Tree.number(run, "generator", "gc_pause_ms_max"))).append("\n\n<sub>");
    out.append(Figures.time(Tree.text(run, "started_at"))).append(" · seed ");
    out.append(Tree.text(run, "seed"))
        .append(" · latency counts from the intended time of a request");
    out.append("</sub>\n");
  }
}
