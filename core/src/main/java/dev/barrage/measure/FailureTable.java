package dev.barrage.measure;

import dev.barrage.engine.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Failures by request, outcome and message: how often, when first and last, and one sample.
 *
 * <p>Bounded: what comes when {@link #KINDS} kinds are known counts under its outcome with a
 * message that says so. Allocates only when a kind is seen for the first time. Single-writer.
 */
final class FailureTable {
  static final int KINDS = 200;
  static final int SAMPLE_CHARS = 1024;
  static final String FURTHER = "further kinds of failure, not told apart";

  private static final int SLOTS = 1024;

  /** One kind of failure. */
  static final class Kind {
    final int request;
    final Outcome outcome;
    final String message;
    final String sample;
    long count;
    long firstNs;
    long lastNs;

    Kind(int request, Outcome outcome, String message, String sample, long firstNs) {
      this.request = request;
      this.outcome = outcome;
      this.message = message;
      this.sample = sample;
      this.firstNs = firstNs;
      this.lastNs = firstNs;
    }
  }

  private final @Nullable Kind[] slots = new @Nullable Kind[SLOTS];
  private int kinds;

  void record(
      int request,
      Outcome outcome,
      @Nullable String message,
      @Nullable String sample,
      long doneNs) {
    String told = message == null ? outcome.id() : message;
    Kind kind = find(request, outcome, told, sample, doneNs);
    kind.count++;
    kind.lastNs = doneNs;
  }

  private Kind find(
      int request, Outcome outcome, String message, @Nullable String sample, long doneNs) {
    int at = (message.hashCode() * 31 + outcome.ordinal()) * 31 + request;
    for (int i = at ^ (at >>> 16); ; i++) {
      Kind kind = slots[i & (SLOTS - 1)];
      if (kind == null) {
        if (kinds >= KINDS && request >= 0) {
          return find(-1, outcome, FURTHER, sample, doneNs);
        }
        kind = new Kind(request, outcome, message, bounded(sample), doneNs);
        slots[i & (SLOTS - 1)] = kind;
        kinds++;
        return kind;
      }
      if (kind.request == request && kind.outcome == outcome && kind.message.equals(message)) {
        return kind;
      }
    }
  }

  private static String bounded(@Nullable String sample) {
    if (sample == null) {
      return "";
    }
    return sample.length() <= SAMPLE_CHARS ? sample : sample.substring(0, SAMPLE_CHARS);
  }

  /** Adds another loop's failures. */
  void add(FailureTable other) {
    for (Kind theirs : other.slots) {
      if (theirs != null) {
        Kind mine =
            find(theirs.request, theirs.outcome, theirs.message, theirs.sample, theirs.firstNs);
        mine.count += theirs.count;
        mine.firstNs = mine.firstNs - theirs.firstNs < 0 ? mine.firstNs : theirs.firstNs;
        mine.lastNs = mine.lastNs - theirs.lastNs > 0 ? mine.lastNs : theirs.lastNs;
      }
    }
  }

  java.util.stream.Stream<Kind> stream() {
    return java.util.Arrays.stream(slots)
        .filter(java.util.Objects::nonNull)
        .sorted((a, b) -> Long.compare(b.count, a.count));
  }
}
