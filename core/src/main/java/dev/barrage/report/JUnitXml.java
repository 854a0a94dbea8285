package dev.barrage.report;

import dev.barrage.verdict.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The verdict as a JUnit test suite: a case for each objective, one for the fitness of the
 * measurement, one for the delivery of the load, and one for each further rule that failed.
 *
 * <pre>
 *   objective met, or between target and critical   passed
 *   objective missed, load not delivered            failure
 *   measurement INVALID                             error; the objectives are skipped
 *   INCONCLUSIVE, not judged                        objectives are skipped
 * </pre>
 *
 * <p>What is skipped still tells its numbers. A {@code testsuite} for each run with the elements in
 * the order of Ant's schema, which Jenkins', GitLab's and Surefire's readers take too. Stateless.
 */
public final class JUnitXml {
  private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  private static final String VALID = "the measurement is valid";
  private static final String DELIVERED = "the load is delivered";
  private static final String OBJECTIVE = "objective";
  private static final String NOT_DELIVERED = "load-not-delivered";
  private static final int FAILURES_SHOWN = 10;

  private JUnitXml() {}

  /** A test case; without a result it passed. */
  private record Case(String name, @Nullable Result result) {
    boolean is(String kind) {
      return result != null && result.kind.equals(kind);
    }
  }

  /**
   * @param kind the element: {@code failure}, {@code error} or {@code skipped}
   */
  private record Result(String kind, String type, String message, String text) {}

  public static void write(StoredRun stored, Appendable out) throws IOException {
    out.append(DECLARATION);
    write(stored.run(), "barrage." + Tree.text(stored.run(), "name"), out);
  }

  /** A test suite for each run, named after its scenario and repetition. */
  public static void write(SuiteRecord suite, Appendable out) throws IOException {
    out.append(DECLARATION).append("<testsuites>\n");
    for (SuiteRecord.Part part : suite.runs()) {
      write(part.run(), "barrage." + part.scenario() + "." + part.repetition(), out);
    }
    out.append("</testsuites>\n");
  }

  private static void write(JsonNode run, String name, Appendable out) throws IOException {
    List<Case> cases = cases(run);
    String time = seconds(Tree.number(run, "measured_s"));
    out.append("<testsuite");
    attribute(out, "name", name);
    attribute(out, "timestamp", Tree.text(run, "started_at").replaceFirst("(\\.\\d+)?Z$", ""));
    attribute(out, "hostname", "localhost");
    attribute(out, "tests", Integer.toString(cases.size()));
    for (String kind : List.of("failure", "error", "skipped")) {
      long count = cases.stream().filter(one -> one.is(kind)).count();
      attribute(out, kind.equals("skipped") ? kind : kind + "s", Long.toString(count));
    }
    attribute(out, "time", time);
    out.append(">\n");
    properties(run, out);
    for (Case one : cases) {
      write(one, name, time, out);
    }
    out.append("  <system-out>").append(Html.escape(told(run))).append("</system-out>\n");
    out.append("  <system-err/>\n</testsuite>\n");
  }

  private static List<Case> cases(JsonNode run) {
    Verdict verdict = Verdict.valueOf(Tree.text(run, "verdict"));
    List<Case> cases = new ArrayList<>();
    for (JsonNode objective : Tree.list(run, "objectives")) {
      cases.add(objective(objective, verdict, run));
    }
    for (JsonNode one : Tree.list(run, "not_judged")) {
      String why = "not judged: " + Tree.text(one, "why");
      cases.add(new Case(Tree.text(one, "text"), new Result("skipped", "unknown", why, "")));
    }
    List<JsonNode> reasons = Tree.list(run, "reasons");
    cases.add(
        new Case(VALID, verdict == Verdict.INVALID ? error(of(reasons, Verdict.INVALID)) : null));
    List<JsonNode> failed = new ArrayList<>(of(reasons, Verdict.FAIL));
    failed.removeIf(reason -> Tree.text(reason, "rule").equals(OBJECTIVE));
    List<JsonNode> lost = new ArrayList<>(failed);
    lost.removeIf(reason -> !Tree.text(reason, "rule").equals(NOT_DELIVERED));
    failed.removeAll(lost);
    cases.add(new Case(DELIVERED, lost.isEmpty() ? null : failure(lost.getFirst())));
    failed.forEach(reason -> cases.add(new Case(Tree.text(reason, "rule"), failure(reason))));
    return cases;
  }

  private static List<JsonNode> of(List<JsonNode> reasons, Verdict verdict) {
    return reasons.stream()
        .filter(reason -> Tree.text(reason, "verdict").equals(verdict.name()))
        .toList();
  }

  private static Case objective(JsonNode objective, Verdict run, JsonNode whole) {
    String name = ObjectiveWords.name(objective);
    String was = ObjectiveWords.measured(objective);
    String told = "measured: " + was + "; " + ObjectiveWords.bounds(objective);
    Result result =
        switch (run) {
          case INVALID ->
              new Result(
                  "skipped", "INVALID", "not judged, the measurement is invalid: " + was, "");
          case INCONCLUSIVE -> new Result("skipped", "INCONCLUSIVE", "not decided: " + was, "");
          case PASS, WARN, FAIL ->
              switch (Verdict.valueOf(Tree.text(objective, "verdict"))) {
                case FAIL -> new Result("failure", OBJECTIVE, told, told + failures(whole));
                case INCONCLUSIVE ->
                    new Result("skipped", "INCONCLUSIVE", "not decided: " + was, "");
                case PASS, WARN, INVALID -> null;
              };
        };
    return new Case(name, result);
  }

  private static Result error(List<JsonNode> reasons) {
    String messages =
        reasons.stream()
            .map(reason -> Tree.text(reason, "message"))
            .collect(Collectors.joining("\n"));
    String first = messages.lines().findFirst().orElse("the generator was not fit");
    String rule = reasons.isEmpty() ? "INVALID" : Tree.text(reasons.getFirst(), "rule");
    return new Result("error", rule, first, messages);
  }

  private static Result failure(JsonNode reason) {
    String message = Tree.text(reason, "message");
    return new Result("failure", Tree.text(reason, "rule"), message, message);
  }

  /** What went wrong most often, for whoever reads a failed case. */
  private static String failures(JsonNode run) {
    return Tree.list(run, "errors").stream()
        .limit(FAILURES_SHOWN)
        .map(error ->
            "\n%s × %s %s: %s"
                .formatted(
                    Figures.count(Tree.count(error, "count")),
                    Tree.text(error, "outcome"),
                    Tree.text(error, "request"),
                    Tree.text(error, "message")))
        .collect(Collectors.joining());
  }

  private static String told(JsonNode run) {
    StringBuilder told = new StringBuilder(Tree.text(run, "verdict"));
    told.append(": ").append(VerdictWords.sentence(Verdict.valueOf(Tree.text(run, "verdict"))));
    for (JsonNode reason : Tree.list(run, "reasons")) {
      told.append('\n').append(Tree.text(reason, "verdict")).append(' ');
      told.append(Tree.text(reason, "message"));
    }
    return told.toString();
  }

  private static void properties(JsonNode run, Appendable out) throws IOException {
    out.append("  <properties>\n");
    property(out, "barrage.verdict", Tree.text(run, "verdict"));
    property(out, "barrage.seed", Tree.text(run, "seed"));
    property(out, "barrage.interrupted", Boolean.toString(Tree.flag(run, "interrupted")));
    for (String count : List.of("planned", "started", "ok", "failed", "dropped", "unfinished")) {
      property(out, "barrage.counts." + count, Tree.text(run, "counts", count));
    }
    out.append("  </properties>\n");
  }

  private static void property(Appendable out, String name, String value) throws IOException {
    out.append("    <property");
    attribute(out, "name", name);
    attribute(out, "value", value);
    out.append("/>\n");
  }

  private static void write(Case one, String suite, String time, Appendable out)
      throws IOException {
    out.append("  <testcase");
    attribute(out, "name", one.name);
    attribute(out, "classname", suite);
    attribute(out, "time", time);
    Result result = one.result;
    if (result == null) {
      out.append("/>\n");
      return;
    }
    out.append(">\n    <").append(result.kind);
    attribute(out, "message", result.message);
    attribute(out, "type", result.type);
    out.append(">").append(Html.escape(result.text)).append("</");
    out.append(result.kind).append(">\n  </testcase>\n");
  }

  private static void attribute(Appendable out, String name, String value) throws IOException {
    String line = value.replaceAll("\\s+", " ").strip();
    out.append(' ').append(name).append("=\"").append(Html.escape(line)).append('"');
  }

  private static String seconds(double s) {
    return Double.isNaN(s) ? "0" : String.format(Locale.ROOT, "%.3f", s);
  }
}
