package dev.barrage.measure;

import dev.barrage.engine.Exchange;
import dev.barrage.engine.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers of one loop with the target that gave them, as they came; bounded. Memory comes in
 * blocks, so that an entry allocates nothing.
 */
public final class TargetLog {
  /** Entries that all loops together keep: 16 bytes each. */
  static final int MAX_ENTRIES = 4_000_000;

  private static final int BLOCK = 1 << 14;
  private static final int TARGET_BITS = 7;

  private final List<long[]> blocks = new ArrayList<>();
  private final int max;
  private int count;
  private long lost;

  /**
   * @param max entries kept at most; later ones are counted as lost
   */
  TargetLog(int max) {
    this.max = max;
  }

  /** Who is told of the entries. */
  public interface Reader {
    /**
     * @param intendedNs {@link System#nanoTime()} at which the request was due
     * @param latencyNs from then to the end of the answer, or to the failure
     * @param target index of the URL in the plan's target
     */
    void answer(long intendedNs, long latencyNs, int target, boolean ok);
  }

  void add(Exchange exchange) {
    if (count == max) {
      lost++;
      return;
    }
    if (count % BLOCK == 0) {
      blocks.add(new long[2 * BLOCK]);
    }
    long[] block = blocks.getLast();
    int at = 2 * (count++ % BLOCK);
    long latencyNs = Math.max(0, exchange.doneNs() - exchange.intendedNs());
    int ok = exchange.outcome() == Outcome.OK ? 1 : 0;
    block[at] = exchange.intendedNs();
    block[at + 1] = (latencyNs << TARGET_BITS | exchange.target()) << 1 | ok;
  }

  /** Tells of all, in the order they came. */
  public void read(Reader reader) {
    for (int i = 0; i < count; i++) {
      long[] block = blocks.get(i / BLOCK);
      int at = 2 * (i % BLOCK);
      long packed = block[at + 1];
      int target = (int) (packed >> 1) & ((1 << TARGET_BITS) - 1);
      reader.answer(block[at], packed >>> (1 + TARGET_BITS), target, (packed & 1) == 1);
    }
  }

  /** Answers that were not kept. */
  public long lost() {
    return lost;
  }
}
