package dev.barrage.engine.http1;

import dev.barrage.engine.io.Block;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes to send, kept and used again. One thread. */
public final class ByteOutput {
  private static final byte[] BASE64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
          .getBytes(StandardCharsets.US_ASCII);

  private Block block;
  private int length;

  public ByteOutput(int capacity) {
    block = new Block(capacity);
  }

  public void clear() {
    length = 0;
  }

  /** Takes away what was put behind this length. */
  public void cut(int shorter) {
    length = shorter;
  }

  public int length() {
    return length;
  }

  /** What holds the bytes {@code [0, length)}; another one after the output has grown. */
  public Block block() {
    return block;
  }

  public void put(byte value) {
    room(1);
    block.bytes[length++] = value;
  }

  public void put(byte[] source) {
    put(source, 0, source.length);
  }

  public void put(byte[] source, int from, int end) {
    int n = end - from;
    room(n);
    System.arraycopy(source, from, block.bytes, length, n);
    length += n;
  }

  /** Decimal digits of a number that is not negative. */
  public void putDecimal(long value) {
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    room(digits);
    long rest = value;
    for (int i = length + digits - 1; i >= length; i--) {
      block.bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
  }

  /** Turns what was put from an index on into base 64 (RFC 4648 section 4), in its place. */
  public void encodeBase64(int from) {
    int n = length - from;
    int encoded = (n + 2) / 3 * 4;
    room(encoded - n);
    byte[] b = block.bytes;
    for (int group = (n + 2) / 3 - 1; group >= 0; group--) { // from the end: it grows
      int at = from + 3 * group;
      int left = Math.min(3, length - at);
      int bits =
          ((b[at] & 255) << 16)
              | (left > 1 ? (b[at + 1] & 255) << 8 : 0)
              | (left > 2 ? (b[at + 2] & 255) : 0);
      int to = from + 4 * group;
      b[to] = BASE64[bits >> 18];
      b[to + 1] = BASE64[(bits >> 12) & 63];
      b[to + 2] = left > 1 ? BASE64[(bits >> 6) & 63] : (byte) '=';
      b[to + 3] = left > 2 ? BASE64[bits & 63] : (byte) '=';
    }
    length = from + encoded;
  }

  private void room(int more) {
    if (length + more > block.bytes.length) {
      block = new Block(Arrays.copyOf(block.bytes, Math.max(length + more, length * 2)));
    }
  }
}
