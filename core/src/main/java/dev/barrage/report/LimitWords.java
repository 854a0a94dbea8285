package dev.barrage.report;

import dev.barrage.measure.limit.LimitResult;
import java.util.ArrayList;
import java.util.List;

/** What a run tells of a rate limit, in sentences: for the console and the report. */
final class LimitWords {
  private LimitWords() {}

  static List<String> lines(LimitResult limit) {
    List<String> lines = new ArrayList<>();
    lines.add(
        ("admitted " + Figures.count(limit.admitted()) + " of ")
            + (Figures.count(limit.answers()) + ", refused " + Figures.count(limit.refused()))
            + (limit.clients() > 1 ? " of " + Figures.count(limit.clients()) + " clients" : "")
            + (Double.isNaN(limit.firstRefusedS())
                ? ""
                : "; first refusal at " + Figures.seconds(limit.firstRefusedS())));
    if (limit.refused() > 0) {
      lines.add(rate(limit));
      lines.add(edges(limit));
    }
    if (!Double.isNaN(limit.retryAfter())) {
      lines.add(retryAfter(limit));
    }
    if (!Double.isNaN(limit.resetTruthful())) {
      lines.add(
          ("after the reset that refusals told, " + Figures.percent(limit.resetTruthful()))
              + " of tries were admitted");
    }
    if (limit.lost() > 0) {
      lines.add(Figures.count(limit.lost(), "answer") + " beyond what is kept were not looked at");
    }
    return lines;
  }

  private static String rate(LimitResult limit) {
    if (Double.isNaN(limit.admittedPerS())) {
      return "the run ended within a window of the first refusal: too short to tell what it admits";
    }
    String interval =
        Double.isNaN(limit.admittedLowPerS())
            ? ""
            : " (95%: "
                + Figures.perSecond(limit.admittedLowPerS())
                + " to "
                + Figures.perSecond(limit.admittedHighPerS())
                + ")";
    String configured =
        Double.isNaN(limit.expectedPerS())
            ? ""
            : ", configured " + Figures.perSecond(limit.expectedPerS());
    return ("lets through " + Figures.perSecond(limit.admittedPerS()) + interval + configured)
        + ("; " + Figures.perSecond(limit.offeredPerS()) + " offered");
  }

  private static String edges(LimitResult limit) {
    List<String> told = new ArrayList<>();
    if (!Double.isNaN(limit.recoveryS())) {
      told.add("recovers in at most " + Figures.seconds(limit.recoveryS()));
    }
    if (!Double.isNaN(limit.overshoot())) {
      String burst = limit.isDoubleBurst() ? " (bursts at a window's edge)" : "";
      told.add(
          "most within one window " + Figures.percent(1 + limit.overshoot()) + " of it" + burst);
    }
    if (!Double.isNaN(limit.fairness())) {
      told.add("fairness " + Figures.number(limit.fairness()));
    }
    return String.join("; ", told);
  }

  private static String retryAfter(LimitResult limit) {
    String held =
        Double.isNaN(limit.truthful())
            ? ", which nobody waited for"
            : "; " + Figures.percent(limit.truthful()) + " of tries after it were admitted";
    return "Retry-After on " + Figures.percent(limit.retryAfter()) + " of refusals" + held;
  }
}
