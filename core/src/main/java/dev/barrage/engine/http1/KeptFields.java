package dev.barrage.engine.http1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Values of the response header fields that a plan wants to know of, by number: the first field of
 * each name, its first {@value #MAX_BYTES} bytes.
 *
 * <p>Allocates nothing once it is as large as the values. One thread.
 */
public final class KeptFields {
  public static final int MAX_BYTES = 100;

  private final ByteOutput bytes = new ByteOutput(64);
  private final int[] from;
  private final int[] end;

  /**
   * @param count names that there are
   */
  public KeptFields(int count) {
    from = new int[count];
    end = new int[count];
    clear();
  }

  public void clear() {
    bytes.clear();
    Arrays.fill(from, -1);
  }

  public void copy(KeptFields other) {
    clear();
    for (int i = 0; i < from.length; i++) {
      if (other.isPresent(i)) {
        put(i, other.bytes(), other.from(i), other.end(i));
      }
    }
  }

  /** A later field of the same name is passed over. */
  public void put(int field, byte[] b, int start, int stop) {
    if (from[field] < 0) {
      from[field] = bytes.length();
      bytes.put(b, start, Math.min(stop, start + MAX_BYTES));
      end[field] = bytes.length();
    }
  }

  public int count() {
    return from.length;
  }

  public boolean isPresent(int field) {
    return from[field] >= 0;
  }

  /** What holds the values; another array after it has grown. */
  public byte[] bytes() {
    return bytes.block().bytes;
  }

  public int from(int field) {
    return from[field];
  }

  public int end(int field) {
    return end[field];
  }

  /** A value that is there; allocates. */
  public String text(int field) {
    return new String(bytes(), from[field], end[field] - from[field], StandardCharsets.UTF_8);
  }
}
