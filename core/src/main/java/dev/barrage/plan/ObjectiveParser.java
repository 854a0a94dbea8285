package dev.barrage.plan;

import dev.barrage.plan.Objective.Comparison;
import dev.barrage.plan.Objective.Metric;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads objectives: {@code p95 <= 200ms critical 500ms}, {@code p99 of "GET /api/hello" < 1s},
 * {@code error rate < 0.1%}, {@code throughput >= 1000/s}, {@code mean <= 20ms}.
 */
public final class ObjectiveParser {
  private static final int MAX_CHARS = 500;
  private static final String CIRCUIT = "circuit";
  private static final List<String> METRICS =
      List.of(
          "p50",
          "p90",
          "p95",
          "p99",
          "p99.9",
          "max",
          "mean",
          "error rate",
          "unanswered",
          "gateway errors",
          "throughput",
          "recovery",
          "p95 degradation",
          "throughput degradation",
          "error rate slope",
          CIRCUIT + " opens",
          CIRCUIT + " closes");
  private static final Pattern OBJECTIVE =
      Pattern.compile(
          "(?<metric>[a-zA-Z][\\w.-]*(?: (?!of )[a-zA-Z][\\w-]*){0,2})"
              + "(?:\\s+of\\s+(?<request>(?:user +)?\"(?:[^\"\\\\]|\\\\.)*\"|[^\"<>]+?))?"
              + "\\s*(?<comparison><=|>=|<|>)\\s*(?<target>\\S+(?: [kMG]?i?B/min)?)"
              + "(?:\\s+critical\\s+(?<critical>\\S+(?: [kMG]?i?B/min)?))?"
              + "(?<known>\\s+if\\s+known)?");
  private static final String USER = "user ";
  private static final String GATEWAY_ERRORS = "gateway errors";
  private static final String ALLOWED =
      "allowed: p50, p95, p99.9 …, max, mean, error rate, unanswered, gateway errors, throughput,"
          + " p95 degradation, throughput degradation, error rate slope, recovery, circuit opens,"
          + " circuit closes, or a monitor's, e.g. gateway cpu";
  private static final Pattern PERCENTILE = Pattern.compile("p(\\d{1,3}(?:\\.\\d{1,6})?)");

  private ObjectiveParser() {}

  /**
   * Reads one objective.
   *
   * @throws IllegalArgumentException with the text, what is wrong and examples
   */
  public static Objective parse(String text) {
    return parse(text, name -> ALLOWED + NearestWord.hint(name, METRICS));
  }

  /**
   * Reads one objective, or what has its form.
   *
   * @param allowed what may stand where somebody wrote a metric that is none
   */
  static Objective parse(String text, UnaryOperator<String> allowed) {
    String stripped = text.strip();
    Matcher match = OBJECTIVE.matcher(stripped);
    if (stripped.length() > MAX_CHARS || !match.matches()) {
      throw new IllegalArgumentException(
          Quoted.of(stripped)
              + " is not an objective; write e.g. p95 <= 200ms, p99 <= 500ms critical 1s,"
              + " error rate < 0.1%, throughput >= 1000/s");
    }
    Metric metric = metric(match.group("metric"), match.group("target"), allowed);
    if (metric instanceof Metric.Course(Metric.CourseFigure figure)
        && !figure.isOfCircuit()
        && match.group("request") != null) {
      throw new IllegalArgumentException(
          Quoted.of(stripped) + ": " + metric.label() + " is of the whole run; leave out \"of …\"");
    }
    boolean ifKnown = match.group("known") != null;
    if (ifKnown && !isToldByPlan(metric)) {
      throw new IllegalArgumentException(
          Quoted.of(stripped)
              + ": if known goes with what a monitor or the rate limit tells; "
              + metric.label()
              + " is always known");
    }
    Comparison comparison = comparison(match.group("comparison"));
    double target = value(metric, match.group("target"));
    String criticalText = match.group("critical");
    OptionalDouble critical =
        criticalText == null
            ? OptionalDouble.empty()
            : OptionalDouble.of(value(metric, criticalText));
    if (critical.isPresent() && !isWorse(comparison, critical.getAsDouble(), target)) {
      throw new IllegalArgumentException(
          Quoted.of(stripped) + ": the critical level must not be stricter than the target");
    }
    Optional<String> of = request(match.group("request"));
    Optional<String> user = user(match.group("request"));
    Optional<String> request = user.isPresent() ? Optional.empty() : of;
    return new Objective(stripped, metric, comparison, target, critical, request, user, ifKnown);
  }

  /** Whether it depends on the plan whether a metric can be told. */
  private static boolean isToldByPlan(Metric metric) {
    return metric instanceof Metric.Monitored || metric instanceof Metric.Limited;
  }

  /**
   * Reads an objective told in parts, as in {@code p95: {target: 200ms, critical: 500ms}}.
   *
   * @param what metric, with {@code of REQUEST} if it is of one request name only
   * @param target value, after a comparison sign unless the metric's usual one is meant
   */
  static Objective parse(String what, String target, @Nullable String critical, boolean ifKnown) {
    boolean signed = target.startsWith("<") || target.startsWith(">");
    String sign = signed ? "" : what.strip().startsWith("throughput") ? ">= " : "<= ";
    String tail = critical == null ? "" : " critical " + critical.strip();
    String condition = ifKnown ? " if known" : "";
    return parse(what.strip() + " " + sign + target.strip() + tail + condition);
  }

  /** Whether a text has the form {@code METRIC [of REQUEST] SIGN VALUE}. */
  static boolean isCondition(String text) {
    Matcher match = OBJECTIVE.matcher(text);
    return text.length() <= MAX_CHARS
        && match.matches()
        && match.group("critical") == null
        && match.group("known") == null;
  }

  /** The text itself, if it begins with a metric: {@code p95 of GET /}. */
  static String checkMetric(String what) {
    int end = what.indexOf(" of ");
    metric(
        (end < 0 ? what : what.substring(0, end)).strip(),
        "0",
        name -> ALLOWED + NearestWord.hint(name, METRICS));
    return what;
  }

  /** The name as an objective holds it after {@code of}. */
  static String quoteRequest(String name) {
    return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Whether a word is the name of a metric of traffic. */
  static boolean isMetric(String word) {
    return METRICS.contains(word)
        || PERCENTILE.matcher(word).matches()
        || word.equals("error")
        || word.equals("recovery")
        || word.equals(CIRCUIT)
        || word.equals(MonitorMetric.LIMIT);
  }

  /**
   * What somebody who wrote this may have meant: {@code gateway erors}, but {@code gateway rss} is
   * of a monitor that is missing.
   */
  static Optional<String> nearestMetric(String written) {
    String last = lastWord(written);
    return NearestWord.of(written, METRICS)
        .filter(near -> NearestWord.of(last, List.of(lastWord(near))).isPresent());
  }

  private static String lastWord(String name) {
    return name.substring(name.lastIndexOf(' ') + 1);
  }

  /**
   * @param bound its text: a monitor's metric takes its unit from it
   */
  private static Metric metric(String name, String bound, UnaryOperator<String> allowed) {
    if (name.equals(GATEWAY_ERRORS)) {
      return new Metric.GatewayErrors();
    }
    for (Metric.CourseFigure figure : Metric.CourseFigure.values()) {
      if (figure.word().equals(name)) {
        return new Metric.Course(figure);
      }
    }
    String first = name.substring(0, (name + " ").indexOf(' '));
    boolean monitors = first.equals(MonitorMetric.LIMIT) || !isMetric(first);
    if (name.contains(" ") && monitors) {
      return MonitorMetric.of(name, bound);
    }
    Matcher percentile = PERCENTILE.matcher(name);
    if (percentile.matches()) {
      double percent = Double.parseDouble(percentile.group(1));
      if (percent > 0 && percent <= 100) {
        return new Metric.Percentile(percent);
      }
    }
    return switch (name) {
      case "max" -> new Metric.Percentile(100);
      case "mean" -> new Metric.Mean();
      case "error rate" -> new Metric.ErrorRate();
      case "unanswered" -> new Metric.Unanswered();
      case "throughput" -> new Metric.Throughput();
      default ->
          throw new IllegalArgumentException(
              Quoted.of(name) + " is not a metric; " + allowed.apply(name));
    };
  }

  private static Comparison comparison(String symbol) {
    for (Comparison comparison : Comparison.values()) {
      if (comparison.symbol.equals(symbol)) {
        return comparison;
      }
    }
    throw new IllegalArgumentException(Quoted.of(symbol) + " is not a comparison");
  }

  private static double value(Metric metric, String text) {
    return switch (metric) {
      case Metric.Percentile p -> Durations.parsePositive(text).toNanos() / 1e3;
      case Metric.Mean m -> Durations.parsePositive(text).toNanos() / 1e3;
      case Metric.ErrorRate e -> Numbers.share(text);
      case Metric.Unanswered u -> Numbers.share(text);
      case Metric.GatewayErrors e -> Numbers.share(text);
      case Metric.Throughput t -> Rates.parse(text).perSecond();
      case Metric.Monitored m -> MonitorMetric.value(text);
      case Metric.Limited l -> MonitorMetric.value(text);
      case Metric.Course c -> course(c, text);
    };
  }

  private static double course(Metric.Course metric, String text) {
    return switch (metric.figure()) {
      case P50_DEGRADATION, P95_DEGRADATION, P99_DEGRADATION, THROUGHPUT_DEGRADATION ->
          Numbers.share(text);
      case ERROR_RATE_SLOPE ->
          Numbers.share(text.endsWith("/min") ? text.substring(0, text.length() - 4) : text);
      case RECOVERY, CIRCUIT_OPENS, CIRCUIT_CLOSES -> Durations.parsePositive(text).toNanos() / 1e3;
    };
  }

  private static boolean isWorse(Comparison comparison, double critical, double target) {
    return switch (comparison) {
      case LESS, LESS_OR_EQUAL -> critical >= target;
      case GREATER, GREATER_OR_EQUAL -> critical <= target;
    };
  }

  /** Of {@code of user NAME}; a request whose name begins so stands in quotes. */
  private static Optional<String> user(@Nullable String written) {
    return written != null && written.startsWith(USER)
        ? request(written.substring(USER.length()).strip())
        : Optional.empty();
  }

  private static Optional<String> request(@Nullable String written) {
    if (written == null) {
      return Optional.empty();
    }
    boolean quoted = written.startsWith("\"");
    String inside = quoted ? written.substring(1, written.length() - 1) : written;
    return Optional.of(quoted ? inside.replaceAll("\\\\(.)", "$1") : inside);
  }
}
