package dev.barrage.measure;

import dev.barrage.engine.Outcome;
import dev.barrage.plan.LoadShape;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests of one loop by their place before, during or after a spike; of those after it each one's
 * time, bounded. Memory comes in blocks, so that a request allocates nothing.
 */
final class SpikeLog {
  /** Requests after the spike that all loops together keep: 16 bytes each. */
  static final int MAX_ENTRIES = 2_000_000;

  /** Latency of a request without a good answer. */
  static final long NEVER = Long.MAX_VALUE;

  static final int PARTS = 3;
  private static final int BLOCK = 1 << 14;

  private final long[] endsNs;
  private final int max;
  final Distribution[] okLatency = new Distribution[PARTS];
  final long[][] outcomes = new long[PARTS][Outcome.values().length];
  final long[] dropped = new long[PARTS];
  private final List<long[]> blocks = new ArrayList<>();
  private int count;

  /** Intended time of the first request that was not kept; {@link Long#MAX_VALUE}: all were. */
  private long lostFromNs = Long.MAX_VALUE;

  /**
   * @param measureNs begin of the measured window
   * @param max entries kept at most
   */
  SpikeLog(LoadShape.Spike spike, long measureNs, int max) {
    this.max = max;
    endsNs =
        new long[] {
          ns(measureNs, spike.before().toS()),
          ns(measureNs, spike.during().toS()),
          ns(measureNs, spike.after().toS())
        };
    java.util.Arrays.setAll(okLatency, i -> new Distribution());
  }

  private static long ns(long fromNs, double seconds) {
    return fromNs + Math.round(seconds * 1e9);
  }

  /** A request of the measured window that ended. */
  void finished(long intendedNs, long doneNs, Outcome outcome) {
    int part = part(intendedNs);
    if (part < PARTS) {
      boolean ok = outcome == Outcome.OK;
      outcomes[part][outcome.ordinal()]++;
      if (ok) {
        okLatency[part].record(doneNs - intendedNs);
      }
      keep(part, intendedNs, ok ? doneNs - intendedNs : NEVER);
    }
  }

  void dropped(long intendedNs) {
    int part = part(intendedNs);
    if (part < PARTS) {
      dropped[part]++;
      keep(part, intendedNs, NEVER);
    }
  }

  private int part(long ns) {
    int part = 0;
    while (part < PARTS && ns - endsNs[part] >= 0) {
      part++;
    }
    return part;
  }

  private void keep(int part, long intendedNs, long latencyNs) {
    if (part != PARTS - 1) {
      return;
    }
    if (count == max) {
      lostFromNs = Math.min(lostFromNs, intendedNs - endsNs[1]);
      return;
    }
    if (count % BLOCK == 0) {
      blocks.add(new long[2 * BLOCK]);
    }
    long[] block = blocks.getLast();
    int at = 2 * (count++ % BLOCK);
    block[at] = intendedNs - endsNs[1];
    block[at + 1] = latencyNs;
  }

  /** One request after the spike; nanoseconds since its end. */
  record Entry(long atNs, long latencyNs) {}

  void addTo(List<Entry> all) {
    for (int i = 0; i < count; i++) {
      long[] block = blocks.get(i / BLOCK);
      int at = 2 * (i % BLOCK);
      all.add(new Entry(block[at], block[at + 1]));
    }
  }

  /** From here on not all requests were kept; nanoseconds since the spike's end. */
  long lostFromNs() {
    return lostFromNs;
  }
}
