package dev.barrage.cli;

import dev.barrage.plan.Load;
import dev.barrage.plan.catalogue.Profile;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;

/** What completion offers as values of options that take one of a few words. */
final class Candidates {
  private Candidates() {}

  /** Sizes of a scenario. */
  static final class Profiles implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return words(Profile.values());
    }
  }

  /** How arrivals are spread. */
  static final class Arrivals implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return words(Load.Arrivals.values());
    }
  }

  private static Iterator<String> words(Enum<?>[] values) {
    return Arrays.stream(values).map(value -> value.name().toLowerCase(Locale.ROOT)).iterator();
  }
}
