package dev.barrage.report;

/** What came of an injected failure, in a line for people. */
final class InjectionWords {
  private InjectionWords() {}

  static String line(InjectionResult injection) {
    if (injection.fromS().isEmpty()) {
      return injection.problem().orElse(injection.failure());
    }
    return ("from " + Figures.seconds(injection.fromS().getAsDouble()))
        + (" to " + Figures.seconds(injection.untilS().getAsDouble()) + ": ")
        + injection.problem().orElse(injection.failure());
  }
}
