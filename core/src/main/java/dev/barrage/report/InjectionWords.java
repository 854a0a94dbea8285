package dev.barrage.report;

import dev.barrage.measure.Measurement;
import dev.barrage.measure.outage.OutageEffect;
import java.util.ArrayList;
import java.util.List;

/** What came of an injected failure, in a line for people. */
final class InjectionWords {
  private InjectionWords() {}

  /** How many answers were a 5xx that the upstream did not send. */
  static String ownErrors(Measurement measured) {
    long own = measured.totals().counts().gatewayErrors();
    long answers = Measurement.answers(measured.totals().statuses());
    return ("answered " + Figures.count(own) + " of " + Figures.count(answers))
        + (" with a 5xx of its own" + (own == 0 ? "" : ", " + share(own, answers)));
  }

  private static String share(long part, long all) {
    return Figures.percent((double) part / all);
  }

  /** The failure, and what it did to each request that felt it. */
  static List<String> lines(InjectionResult injection) {
    List<String> lines = new ArrayList<>(List.of(line(injection)));
    injection.effects().forEach(effect -> lines.add(effect(injection, effect)));
    return lines;
  }

  private static String effect(InjectionResult injection, OutageEffect effect) {
    double opens = injection.opensAfterS(effect);
    double closes = injection.closesAfterS(effect);
    return (effect.request() + ": " + Figures.count(effect.good()) + " good, ")
        + (Figures.count(effect.refused()) + " refused, ")
        + (Figures.count(effect.otherErrors()) + " other 5xx, ")
        + (Figures.count(effect.lost()) + " lost; ")
        + (Double.isNaN(opens) ? "none refused fast" : "refused fast after " + after(opens))
        + (Double.isNaN(closes) ? "; not good again" : "; good again after " + after(closes));
  }

  private static String after(double seconds) {
    return Figures.us(seconds * 1e6);
  }

  private static String line(InjectionResult injection) {
    if (injection.fromS().isEmpty()) {
      return injection.problem().orElse(injection.failure());
    }
    return ("from " + Figures.seconds(injection.fromS().getAsDouble()))
        + (" to " + Figures.seconds(injection.untilS().getAsDouble()) + ": ")
        + injection.problem().orElse(injection.failure());
  }
}
