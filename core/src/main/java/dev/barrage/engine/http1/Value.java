package dev.barrage.engine.http1;

import java.util.Arrays;

/**
 * What a variable of one virtual user holds. Set again and again without allocation: text of others
 * is copied into an array that only grows, shared text is pointed at. One thread.
 */
public final class Value implements Inspection.Variable {
  private static final byte[] NOTHING = new byte[0];

  /** What a value is where it stands for a whole JSON value. */
  public enum Kind {
    /** Bare if it looks like a number, a boolean or null; otherwise a string. */
    TEXT,
    /** A string, whatever it looks like. */
    STRING,
    /** JSON already. */
    JSON
  }

  private byte[] bytes = NOTHING;
  private int from;
  private int end;
  private byte[] own = NOTHING;
  private Kind kind = Kind.TEXT;

  /** Copies: the array stays the caller's. */
  @Override
  public void set(byte[] b, int start, int stop, boolean string) {
    int length = stop - start;
    System.arraycopy(b, start, room(length), 0, length);
    wrote(length, string ? Kind.STRING : Kind.TEXT);
  }

  /** Points at bytes that nobody changes from here on. */
  public void share(byte[] b, int start, int stop, Kind what) {
    bytes = b;
    from = start;
    end = stop;
    kind = what;
  }

  /** An array of at least this length to write a value into, followed by {@link #wrote}. */
  public byte[] room(int length) {
    if (own.length < length) {
      own = new byte[Math.max(length, 16)];
    }
    return own;
  }

  public void wrote(int length, Kind what) {
    share(own, 0, length, what);
  }

  /** Digits of a number that is not negative. */
  public void setDecimal(long number) {
    int digits = 1;
    for (long rest = number; rest >= 10; rest /= 10) {
      digits++;
    }
    byte[] text = room(digits);
    long rest = number;
    for (int i = digits - 1; i >= 0; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    wrote(digits, Kind.JSON);
  }

  public void clear() {
    share(NOTHING, 0, 0, Kind.TEXT);
  }

  /** The text in UTF-8 is {@code bytes()[from(), end())}; empty if nothing was ever set. */
  public byte[] bytes() {
    return bytes;
  }

  public int from() {
    return from;
  }

  public int end() {
    return end;
  }

  public boolean isEmpty() {
    return from == end;
  }

  public Kind kind() {
    return kind;
  }

  /** The text, for messages and tests; allocates. */
  @Override
  public String toString() {
    return new String(
        Arrays.copyOfRange(bytes, from, end), java.nio.charset.StandardCharsets.UTF_8);
  }
}
