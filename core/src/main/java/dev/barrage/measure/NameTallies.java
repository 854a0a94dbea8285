package dev.barrage.measure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One loop's numbers by request name: a tally per name, made when the name is first used. A run
 * with one name has none, because its numbers are those of the run.
 *
 * <p>Written by the loop; read after its end, or as {@link Collector#addName} does.
 */
final class NameTallies {
  /** Names told apart; the others share the last place. */
  static final int NAMES = 500;

  private final @Nullable NameTally @Nullable [] tallies;

  NameTallies(int names) {
    tallies = names > 1 ? new NameTally[places(names)] : null;
  }

  /** Places that so many names take. */
  static int places(int names) {
    return Math.min(names, NAMES + 1);
  }

  /** The place of a request's numbers. */
  static int place(int request) {
    return Math.min(request, NAMES);
  }

  /** Whether the requests at a place are those of several names. */
  static boolean isShared(int place, int names) {
    return place >= NAMES && names > NAMES + 1;
  }

  /** The name at a place, or what stands for all that are beyond the bound. */
  static String name(List<String> names, int place) {
    int size = names.size();
    return place < 0 || isShared(place, size)
        ? "other (" + (size - NAMES) + " names)"
        : names.get(place);
  }

  /** Whether numbers by name are kept. */
  boolean isKept() {
    return tallies != null;
  }

  /** What was counted at a place so far; null: nothing, or it is not kept. */
  @Nullable NameTally at(int place) {
    return tallies == null ? null : tallies[place];
  }

  /** For the loop: that of a request's name; null: not kept. */
  @Nullable NameTally of(int request) {
    if (tallies == null) {
      return null;
    }
    int place = place(request);
    NameTally tally = tallies[place];
    if (tally == null) {
      tally = new NameTally();
      tallies[place] = tally;
    }
    return tally;
  }

  /** For the loop: one more of a counter of {@link Tally}. */
  void count(int request, int counter) {
    NameTally tally = of(request);
    if (tally != null) {
      tally.counts[counter]++;
    }
  }
}
