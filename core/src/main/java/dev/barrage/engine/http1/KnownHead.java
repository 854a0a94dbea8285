package dev.barrage.engine.http1;

import java.util.Arrays;

/**
 * The last status line and header fields that were read, and what they say: a gateway sends the
 * same bytes again and again, but for its Date once a second. Comparing is cheaper than parsing.
 *
 * <p>For the parsers of one loop.
 */
public final class KnownHead {
  private static final int MAX_BYTES = 2 << 10;

  private final byte[] bytes = new byte[MAX_BYTES];
  private int length;
  int status;
  boolean keepAlive;
  boolean http10;
  long contentLength;
  boolean transferEncoding;
  boolean chunked;

  /** Where the head ends if the bytes begin with it, else {@code from}. */
  int end(byte[] b, int from, int end) {
    boolean same =
        length > 0
            && end - from >= length
            && Arrays.equals(b, from, from + length, bytes, 0, length);
    return same ? from + length : from;
  }

  /** Keeps the bytes; false if there are too many: nothing is known then. */
  boolean learn(byte[] b, int from, int end) {
    length = end - from <= MAX_BYTES ? end - from : 0;
    System.arraycopy(b, from, bytes, 0, length);
    return length > 0;
  }
}
