package dev.barrage.engine.schedule;

import java.nio.charset.StandardCharsets;

/** Many bytes of a seed, made once: pieces of them are sent, each from another place. */
public final class RandomBytes {
  /** Sixty-four characters that neither a URL nor JSON nor a header would change. */
  private static final byte[] ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
          .getBytes(StandardCharsets.US_ASCII);

  /** How many places a piece of the largest size may begin at. */
  private static final int PLACES = 64 << 10;

  private RandomBytes() {}

  /**
   * Bytes enough for pieces of this size.
   *
   * @param text letters, digits, {@code -} and {@code _} instead of any bytes
   */
  public static byte[] of(Draw draw, int maxBytes, boolean text) {
    byte[] bytes = new byte[maxBytes + PLACES];
    long bits = 0;
    for (int i = 0; i < bytes.length; i++) {
      bits = i % 8 == 0 ? draw.bits(i / 8) : bits >>> 8;
      bytes[i] = text ? ALPHABET[(int) bits & 63] : (byte) bits;
    }
    return bytes;
  }
}
