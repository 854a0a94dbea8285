package dev.barrage.engine.http1;

import java.util.Arrays;
import java.util.Random;

/** Damages wire bytes in the ways that matter to a parser. */
final class WireMutator {
  private static final String INTERESTING = "\r\n :;,0123456789abcdefxX-\t\0\u00ff";

  private WireMutator() {}

  static byte[] mutate(byte[] source, Random random) {
    byte[] bytes = source.clone();
    for (int n = 1 + random.nextInt(3); n > 0 && bytes.length > 1; n--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = (byte) INTERESTING.charAt(random.nextInt(INTERESTING.length()));
        case 2 -> bytes = Arrays.copyOf(bytes, at + 1);
        case 3 -> bytes = without(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(8)));
        default -> bytes = doubled(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(20)));
      }
    }
    return bytes;
  }

  private static byte[] without(byte[] bytes, int from, int end) {
    byte[] result = new byte[bytes.length - (end - from)];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(bytes, end, result, from, bytes.length - end);
    return result;
  }

  private static byte[] doubled(byte[] bytes, int from, int end) {
    byte[] result = new byte[bytes.length + end - from];
    System.arraycopy(bytes, 0, result, 0, end);
    System.arraycopy(bytes, from, result, end, bytes.length - from);
    return result;
  }
}
