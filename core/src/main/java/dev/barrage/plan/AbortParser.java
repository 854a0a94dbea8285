package dev.barrage.plan;

import dev.barrage.plan.Objective.Metric;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads abort rules: {@code error rate > 50% for 10s}, {@code p99 of "GET /" > 2s for 30s}, {@code
 * throughput < 10/s for 5s including warmup}.
 */
public final class AbortParser {
  static final Duration MIN_WINDOW = Duration.ofSeconds(1);
  static final Duration MAX_WINDOW = Duration.ofMinutes(10);

  private static final List<String> METRICS =
      List.of("p50", "p90", "p95", "p99", "p99.9", "max", "mean", "error rate", "throughput");
  private static final String ALLOWED =
      "a run can be aborted for p50, p95, p99.9 …, max, mean, error rate, throughput";
  private static final Pattern RULE =
      Pattern.compile(
          "(?<condition>.*\\S)\\s+for\\s+(?<window>\\S+)(?<warmup>\\s+including\\s+warm-?up)?");

  private AbortParser() {}

  /**
   * Reads one rule.
   *
   * @throws IllegalArgumentException with the text, what is wrong and examples
   */
  public static AbortRule parse(String text) {
    String stripped = text.strip();
    Matcher match = RULE.matcher(stripped);
    if (!match.matches() || !ObjectiveParser.isCondition(match.group("condition"))) {
      throw new IllegalArgumentException(
          Quoted.of(stripped)
              + " is not an abort rule; write e.g. error rate > 50% for 10s,"
              + " p99 > 2s for 30s, throughput < 10/s for 5s including warmup");
    }
    Objective condition =
        ObjectiveParser.parse(
            match.group("condition"), name -> ALLOWED + NearestWord.hint(name, METRICS));
    checkMetric(stripped, condition);
    boolean includesWarmup = match.group("warmup") != null;
    if (includesWarmup && condition.request().isPresent()) {
      throw new IllegalArgumentException(
          Quoted.of(stripped)
              + ": the warm-up is not told apart by request; leave out \"including warmup\" or"
              + " \"of …\"");
    }
    return new AbortRule(
        stripped,
        condition.metric(),
        condition.comparison(),
        condition.target(),
        window(match.group("window")),
        condition.request(),
        includesWarmup);
  }

  /** Only what is known each second ends a run. */
  private static void checkMetric(String text, Objective condition) {
    switch (condition.metric()) {
      case Metric.Monitored m -> {
        String name = m.label();
        throw new IllegalArgumentException(
            Quoted.of(name)
                + (" is no metric of requests; " + ALLOWED)
                + NearestWord.hint(name, METRICS));
      }
      case Metric.Limited l ->
          throw new IllegalArgumentException(
              Quoted.of(text) + " is about a rate limit; " + ALLOWED);
      case Metric.Course c ->
          throw new IllegalArgumentException(
              Quoted.of(text) + " is known at the end only; " + ALLOWED);
      case Metric.GatewayErrors g -> throw knownAtTheEnd(text);
      case Metric.Unanswered u -> throw knownAtTheEnd(text);
      case Metric.Percentile p -> checkUser(text, condition);
      case Metric.Mean m -> checkUser(text, condition);
      case Metric.ErrorRate e -> checkUser(text, condition);
      case Metric.Throughput t -> checkUser(text, condition);
    }
  }

  private static void checkUser(String text, Objective condition) {
    if (condition.user().isPresent()) {
      throw knownAtTheEnd(text);
    }
  }

  private static IllegalArgumentException knownAtTheEnd(String text) {
    return new IllegalArgumentException(
        Quoted.of(text) + " is known at the end only; " + ALLOWED + ", of all requests or of one");
  }

  private static Duration window(String text) {
    Duration window = Durations.parse(text);
    if (window.compareTo(MIN_WINDOW) < 0
        || window.compareTo(MAX_WINDOW) > 0
        || window.getNano() != 0) {
      throw new IllegalArgumentException(
          "for is " + Quoted.of(text) + "; must be whole seconds, from 1s to 10m");
    }
    return window;
  }

  /** The rules as lines of a plan file. */
  static List<String> texts(List<AbortRule> rules) {
    return rules.stream().map(AbortRule::text).toList();
  }
}
