package dev.barrage.verdict;

import dev.barrage.measure.Aborted;
import dev.barrage.plan.AbortRule;
import dev.barrage.plan.Objective;
import dev.barrage.plan.Objective.Metric;
import dev.barrage.verdict.Judgement.Interval;
import dev.barrage.verdict.Judgement.ObjectiveResult;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Sentences for people: numbers with three significant digits, in units people use. */
final class Words {
  /** Advice to measure for longer than a day helps nobody. */
  private static final double MOST_WANTED_S = 86_400;

  private Words() {}

  static String sentence(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** Three significant digits, never in scientific notation; whole numbers in full. */
  static String number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return "unknown";
    }
    if (Math.abs(value) >= 1000) {
      return Long.toString(Math.round(value));
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }

  /** A value in the unit that {@link #objective} tells it in: milliseconds, percent, per second. */
  static double shown(double value, String unit) {
    return switch (unit) {
      case "us" -> value / 1e3;
      case "ratio" -> value * 100;
      default -> value;
    };
  }

  private static String withUnit(double value, String unit) {
    String number = number(shown(value, unit));
    return switch (unit) {
      case "us" -> number + " ms";
      case "ratio" -> number + "%";
      case "bytes" -> size(value, "");
      case "bytes_per_s" -> size(value, "/s");
      case "bytes_per_min" -> size(value, "/min");
      case "ratio_per_min" -> number(value * 100) + "%/min";
      case "per_s" -> number + "/s";
      default -> number + (unit.endsWith("per_min") ? "/min" : "");
    };
  }

  private static String size(double bytes, String per) {
    String[] units = {" B", " kB", " MB", " GB", " TB"};
    double value = bytes;
    int unit = 0;
    for (; Math.abs(value) >= 1000 && unit < units.length - 1; unit++) {
      value /= 1000;
    }
    return number(value) + units[unit] + per;
  }

  /** Why a run was ended early: {@code aborted after 12 s: error rate was 63% …}. */
  static String aborted(Aborted aborted) {
    AbortRule rule = aborted.rule();
    String unit = rule.metric().unit();
    return sentence(
        "aborted after %s s: %s%s %s over %d s; the plan says to stop at %s %s",
        number(aborted.tS()),
        rule.metric().label(),
        rule.request().map(name -> " of \"" + name + "\"").orElse(""),
        Double.isInfinite(aborted.value())
            ? "was not reached"
            : "was " + withUnit(aborted.value(), unit),
        rule.window().toSeconds(),
        rule.comparison().symbol,
        withUnit(rule.limit(), unit));
  }

  /** {@code 0.4 MB/min (95%: -1.2 MB/min to 2 MB/min), too uncertain to decide: …}. */
  private static String within(ObjectiveResult result, Interval interval, String unit) {
    String told =
        withUnit(result.value().orElse(Double.NaN), unit)
            + (" (95%: " + withUnit(interval.low(), unit))
            + (" to " + withUnit(interval.high(), unit) + ")");
    return result.verdict() != Verdict.INCONCLUSIVE
        ? told
        : told
            + (", too uncertain to decide: ")
            + (interval.wantedS() < MOST_WANTED_S
                ? "measure for about " + length(interval.wantedS())
                : "it is too close to the bound to tell by a longer run");
  }

  private static String unknown(Metric.CourseFigure figure, ObjectiveResult result) {
    return switch (figure) {
      case RECOVERY ->
          result.verdict() == Verdict.FAIL
              ? "is not over: p95 did not come back to within 10% of before the spike, and stay"
              : result.samples() == 0
                  ? "is not known: the load has no stages low, high, low that ran"
                  : "is not known: the run ended too early after the spike, or nothing was good"
                      + " before it";
      case CIRCUIT_OPENS ->
          circuit(result, "no request was refused within 100 ms while the failure lasted");
      case CIRCUIT_CLOSES -> circuit(result, "no answer was good again after the failure");
      case P50_DEGRADATION,
          P95_DEGRADATION,
          P99_DEGRADATION,
          THROUGHPUT_DEGRADATION,
          ERROR_RATE_SLOPE ->
          "cannot be told: it needs a stage that holds one load for at least "
              + (length(result.interval().map(Interval::wantedS).orElse(Double.NaN)) + ", better")
              + " for minutes";
    };
  }

  private static String circuit(ObjectiveResult result, String unseen) {
    if (result.verdict() == Verdict.FAIL) {
      return "was not seen: " + unseen;
    }
    return result.samples() == 0
        ? "is not known: no such request failed while a failure was injected"
        : "is not known: " + unseen + ", and that was watched for less long than it may take";
  }

  private static String length(double seconds) {
    return seconds < 120
        ? Math.round(Math.ceil(seconds / 10) * 10) + " s"
        : Math.round(Math.ceil(seconds / 60)) + " min";
  }

  /** Why an objective was not met: {@code p95 is 240 ms; must be <= 200 ms}. */
  static String objective(ObjectiveResult result, double limit) {
    Objective objective = result.objective();
    String unit = objective.metric().unit();
    String subject = subject(objective);
    String must = must(objective, limit);
    if (result.interval().isPresent() && result.value().isPresent()) {
      return subject + " is " + within(result, result.interval().get(), unit) + "; " + must;
    }
    if (objective.metric() instanceof Metric.Course course && result.value().isEmpty()) {
      return subject + " " + unknown(course.figure(), result) + "; " + must;
    }
    if (result.interval().isPresent()) {
      return subject
          + (" cannot be told from so short a run: measure for at least ")
          + (length(result.interval().get().wantedS()) + "; " + must);
    }
    if (result.value().isPresent()) {
      return subject + " is " + withUnit(result.value().getAsDouble(), unit) + "; " + must;
    }
    if (objective.metric() instanceof Metric.Monitored) {
      return subject + " is not known: the monitor saw nothing in the measured window; " + must;
    }
    boolean among = objective.metric() instanceof Metric.Percentile && result.samples() > 0;
    return among
        ? subject + " was not reached: too few requests got a good answer; " + must
        : subject + " has no samples: no such request was planned or answered; " + must;
  }

  /** {@code limit recovery is not known: …; must be <= 1000 ms}. */
  static String notKnown(Objective objective, double limit, String why) {
    return subject(objective) + " is not known: " + why + "; " + must(objective, limit);
  }

  private static String subject(Objective objective) {
    return objective.metric().label()
        + objective.request().map(name -> " of \"" + name + "\"").orElse("")
        + objective.user().map(name -> " of user " + name).orElse("");
  }

  private static String must(Objective objective, double limit) {
    String value = withUnit(limit, objective.metric().unit());
    return "must be " + objective.comparison().symbol + " " + value;
  }
}
