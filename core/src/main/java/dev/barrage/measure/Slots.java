package dev.barrage.measure;

import dev.barrage.engine.Timing;

/**
 * The seconds of a run: warm-up seconds, then measured ones counted anew from the window's begin,
 * then those of the drain. A slot is the phase in the upper half of a {@code long} and the second
 * within the phase in the lower one, so slots compare in order of time.
 *
 * <p>The end moves to an earlier time when a run is interrupted; everything else stays. One writer,
 * many readers.
 */
final class Slots {
  static final long WARMUP = 0;
  static final long MEASURE = 1;
  static final long DRAIN = 2;
  static final long SECOND_NS = 1_000_000_000L;

  final long startNs;
  final long measureNs;
  private volatile long endNs;

  Slots(Timing timing) {
    startNs = timing.startNs();
    measureNs = timing.measureNs();
    endNs = timing.endNs();
  }

  long endNs() {
    return endNs;
  }

  void endAt(long ns) {
    if (ns - endNs < 0) {
      endNs = ns;
    }
  }

  static long slot(long phase, long second) {
    return phase << 32 | second;
  }

  static long phase(long slot) {
    return slot >> 32;
  }

  static long second(long slot) {
    return slot & 0xffff_ffffL;
  }

  static String phaseName(long phase) {
    return phase == WARMUP ? "warmup" : phase == MEASURE ? "measure" : "drain";
  }

  long slotAt(long ns) {
    long end = endNs;
    if (ns - end >= 0) {
      return slot(DRAIN, (ns - end) / SECOND_NS);
    }
    return ns - measureNs >= 0
        ? slot(MEASURE, (ns - measureNs) / SECOND_NS)
        : slot(WARMUP, Math.max(0, ns - startNs) / SECOND_NS);
  }

  /** When the slot of {@code ns} is over. */
  long boundaryAfter(long ns) {
    long slot = slotAt(ns);
    return startOf(slot) + lengthNs(slot);
  }

  long startOf(long slot) {
    return second(slot) * SECOND_NS + phaseStartNs(phase(slot));
  }

  /** A second, or what is left of the phase. */
  long lengthNs(long slot) {
    long phase = phase(slot);
    if (phase == DRAIN) {
      return SECOND_NS;
    }
    long phaseEndNs = phase == WARMUP ? firstOf(measureNs, endNs) : endNs;
    return Math.max(0, Math.min(SECOND_NS, phaseEndNs - startOf(slot)));
  }

  private static long firstOf(long a, long b) {
    return a - b < 0 ? a : b;
  }

  private long phaseStartNs(long phase) {
    return phase == WARMUP ? startNs : phase == MEASURE ? measureNs : endNs;
  }

  /** Slots of the phase; 0 for the drain, which is as long as it takes. */
  long count(long phase) {
    long lengthNs =
        phase == WARMUP
            ? firstOf(measureNs, endNs) - startNs
            : phase == MEASURE ? endNs - measureNs : 0;
    return lengthNs <= 0 ? 0 : (lengthNs + SECOND_NS - 1) / SECOND_NS;
  }

  long last(long phase) {
    return slot(phase, Math.max(0, count(phase) - 1));
  }

  boolean hasWarmup() {
    return measureNs - startNs > 0;
  }

  /** Length of the measured window; 0 if the run ended before it. */
  double measuredS() {
    return Math.max(0, endNs - measureNs) / 1e9;
  }

  double secondsFromStart(long ns) {
    return (ns - startNs) / 1e9;
  }
}
