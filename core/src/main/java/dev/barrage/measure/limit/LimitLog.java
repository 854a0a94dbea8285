package dev.barrage.measure.limit;

import dev.barrage.engine.Exchange;
import dev.barrage.engine.http1.LimitFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Answers of one loop to requests under a rate limit, in the order they came; bounded. Memory comes
 * in blocks, so that an entry allocates nothing.
 */
public final class LimitLog {
  /** Entries that all loops together keep: 48 bytes each. */
  public static final int MAX_ENTRIES = 2_000_000;

  private static final int BLOCK = 1 << 14;
  private static final int LONGS = 6;

  private final List<long[]> blocks = new ArrayList<>();
  private final int max;
  private int count;
  private long lost;

  /**
   * @param max entries kept at most; later ones are counted as lost
   */
  public LimitLog(int max) {
    this.max = max;
  }

  /** One answer. */
  public record Entry(
      long sentNs,
      long doneNs,
      int client,
      int status,
      int limit,
      int remaining,
      int resetS,
      int retryAfterS,
      int windowS,
      boolean malformed) {
    /** Refused by the limiter (RFC 6585 section 4). */
    public boolean refused() {
      return status == 429;
    }

    /** Let through, whatever came of it, but for what the gateway itself could not do. */
    public boolean admitted() {
      return status < 400 || (status >= 400 && status < 500 && status != 429);
    }
  }

  /** Notes an answer that came with what it says of the limit. */
  public void add(Exchange exchange, LimitFields said) {
    if (count == max) {
      lost++;
      return;
    }
    if (count % BLOCK == 0) {
      blocks.add(new long[BLOCK * LONGS]);
    }
    long[] block = blocks.getLast();
    int at = count++ % BLOCK * LONGS;
    block[at] = exchange.sentNs();
    block[at + 1] = exchange.doneNs();
    block[at + 2] = pair(exchange.client(), exchange.status());
    block[at + 3] = pair(said.limit, said.remaining);
    block[at + 4] = pair(said.resetS, said.retryAfterS);
    block[at + 5] = pair(said.windowS, said.malformed ? 1 : 0);
  }

  private static long pair(int high, int low) {
    return (long) high << 32 | (low & 0xFFFF_FFFFL);
  }

  private Entry entry(int index) {
    long[] block = blocks.get(index / BLOCK);
    int at = index % BLOCK * LONGS;
    return new Entry(
        block[at],
        block[at + 1],
        (int) (block[at + 2] >> 32),
        (int) block[at + 2],
        (int) (block[at + 3] >> 32),
        (int) block[at + 3],
        (int) (block[at + 4] >> 32),
        (int) block[at + 4],
        (int) (block[at + 5] >> 32),
        (int) block[at + 5] != 0);
  }

  /** Entries of several loops, in the order of their end. */
  public static List<Entry> merged(List<LimitLog> logs) {
    List<Entry> all = new ArrayList<>();
    for (LimitLog log : logs) {
      for (int i = 0; i < log.count; i++) {
        all.add(log.entry(i));
      }
    }
    long base = all.isEmpty() ? 0 : all.getFirst().doneNs();
    all.sort(Comparator.comparingLong(entry -> entry.doneNs() - base));
    return all;
  }

  /** Answers that were not kept. */
  public long lost() {
    return lost;
  }
}
