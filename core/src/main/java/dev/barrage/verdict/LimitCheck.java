package dev.barrage.verdict;

import dev.barrage.measure.limit.LimitResult;
import dev.barrage.plan.Objective;
import dev.barrage.plan.Objective.Metric;
import dev.barrage.plan.Plan;
import dev.barrage.plan.RateLimit;
import dev.barrage.verdict.Judgement.ObjectiveResult;
import dev.barrage.verdict.Judgement.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Judges a rate limit. Rules: {@code limit-never-refused} (more was offered than it admits, and all
 * of it admitted: FAIL; less was offered: WARN, it was not tried), {@code limit-deviates} (FAIL; or
 * INCONCLUSIVE where the run ended within a window of the first refusal), {@code limit-headers}
 * (WARN).
 */
final class LimitCheck {
  /** Load within a tenth of the limit may or may not be refused. */
  private static final double CLEARLY_MORE = 1.1;

  private LimitCheck() {}

  static ObjectiveResult check(
      Objective objective, Metric.Limited metric, Optional<LimitResult> limit) {
    if (limit.isEmpty()) {
      return new ObjectiveResult(objective, OptionalDouble.empty(), Verdict.FAIL, 0);
    }
    if (metric.figure() == Metric.LimitFigure.DEVIATION && isTooShort(limit.get())) {
      return new ObjectiveResult(
          objective, OptionalDouble.empty(), Verdict.INCONCLUSIVE, limit.get().answers());
    }
    double found = figure(limit.get(), metric.figure());
    OptionalDouble value = Double.isNaN(found) ? OptionalDouble.empty() : OptionalDouble.of(found);
    return new ObjectiveResult(
        objective, value, ObjectiveCheck.verdict(objective, value), limit.get().answers());
  }

  /** No whole window since the first refusal: what went before may have been saved up. */
  private static boolean isTooShort(LimitResult limit) {
    return limit.refused() > 0 && Double.isNaN(limit.admittedPerS());
  }

  private static double figure(LimitResult limit, Metric.LimitFigure figure) {
    return switch (figure) {
      case DEVIATION -> Math.abs(limit.deviation());
      case RECOVERY -> limit.recoveryS() * 1e6;
      case OVERSHOOT -> limit.overshoot();
      case FAIRNESS -> limit.fairness();
      case TRUTH -> limit.truthful();
      case REFUSED -> limit.refused();
    };
  }

  /** Why a figure has no value: mostly that there was no refusal, which says what was offered. */
  static String unknown(Metric.Limited metric, Optional<LimitResult> limit) {
    if (limit.isEmpty() || limit.get().answers() == 0) {
      return "the limiter answered nothing";
    }
    if (limit.get().refused() == 0) {
      return neverRefused(limit.get());
    }
    return switch (metric.figure()) {
      case RECOVERY -> "no client was admitted again after its first refusal";
      case TRUTH -> "no client tried again after a time that Retry-After told";
      case FAIRNESS -> "it takes two clients that are counted apart";
      case DEVIATION, OVERSHOOT -> "the plan does not say what the limit admits";
      case REFUSED -> "nothing was counted";
    };
  }

  private static String neverRefused(LimitResult limit) {
    return Words.sentence(
        "the rate limit never refused: %s requests/s were offered",
        Words.number(limit.offeredPerS()));
  }

  static void addReasons(Plan plan, LimitResult limit, List<Reason> reasons) {
    plan.observation()
        .rateLimit()
        .ifPresent(asked -> {
          if (limit.refused() == 0) {
            reasons.add(neverRefused(asked, limit));
          } else if (asked.admits().isPresent() && isTooShort(limit)) {
            reasons.add(tooShort(asked, limit));
          } else if (Math.abs(limit.deviation()) > asked.tolerance()) {
            reasons.add(deviates(asked, limit));
          }
          if (limit.headersWrong() > 0) {
            reasons.add(headers(limit));
          }
        });
  }

  private static Reason neverRefused(RateLimit asked, LimitResult limit) {
    double allowed =
        asked.perSecond().map(each -> each * Math.max(1, limit.clients())).orElse(Double.NaN);
    boolean tried = limit.offeredPerS() > CLEARLY_MORE * allowed;
    String offered = neverRefused(limit);
    String message =
        tried
            ? offered + ", more than the " + Words.number(allowed) + "/s that it should admit"
            : offered + ", not enough to try it" + suggestion(allowed);
    Verdict verdict = tried ? Verdict.FAIL : Verdict.WARN;
    return new Reason("limit-never-refused", verdict, message, limit.offeredPerS(), allowed);
  }

  private static String suggestion(double allowed) {
    return Double.isNaN(allowed)
        ? "; offer more, or say what it admits"
        : "; offer clearly more than " + Words.number(allowed) + "/s";
  }

  private static Reason tooShort(RateLimit asked, LimitResult limit) {
    return new Reason(
        "limit-deviates",
        Verdict.INCONCLUSIVE,
        Words.sentence(
            "the admitted rate is not known: the run ended within a window of %s s of the first"
                + " refusal; measure for several windows",
            Words.number(asked.window().toNanos() / 1e9)),
        Double.NaN,
        limit.expectedPerS());
  }

  private static Reason deviates(RateLimit asked, LimitResult limit) {
    String interval =
        Double.isNaN(limit.admittedLowPerS())
            ? ""
            : " (95%: "
                + Words.number(limit.admittedLowPerS())
                + " to "
                + Words.number(limit.admittedHighPerS())
                + ")";
    return new Reason(
        "limit-deviates",
        Verdict.FAIL,
        Words.sentence(
            "the rate limit admitted %s/s%s; configured are %s/s, %s%% either way allowed",
            Words.number(limit.admittedPerS()),
            interval,
            Words.number(limit.expectedPerS()),
            Words.number(100 * asked.tolerance())),
        limit.admittedPerS(),
        limit.expectedPerS());
  }

  private static Reason headers(LimitResult limit) {
    List<String> wrong = new ArrayList<>();
    add(wrong, limit.limitWrong(), "another limit than configured");
    add(wrong, limit.windowWrong(), "another window than configured");
    add(wrong, limit.remainingWrong(), "a refusal with requests remaining or more than the limit");
    add(wrong, limit.malformed(), "what cannot be read");
    return new Reason(
        "limit-headers",
        Verdict.WARN,
        "of the headers about the limit, " + String.join("; ", wrong),
        limit.headersWrong(),
        0);
  }

  private static void add(List<String> wrong, long count, String what) {
    if (count > 0) {
      wrong.add(count + (count == 1 ? " tells " : " tell ") + what);
    }
  }
}
