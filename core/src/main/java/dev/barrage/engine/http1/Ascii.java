package dev.barrage.engine.http1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What header fields are made of: tokens, compared without regard to case (RFC 9110 section 5.6).
 */
final class Ascii {
  static final byte[] NONE = new byte[0];
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final boolean[] TOKEN = new boolean[128];

  static {
    String symbols = "!#$%&'*+-.^_`|~";
    for (char c = 0; c < 128; c++) {
      TOKEN[c] =
          (c >= '0' && c <= '9')
              || (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || symbols.indexOf(c) >= 0;
    }
  }

  private Ascii() {}

  static byte[] lower(String text) {
    return text.toLowerCase(java.util.Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
  }

  static boolean isToken(byte c) {
    return c >= 0 && TOKEN[c];
  }

  /** Index of the colon behind a field name (RFC 9110 section 5.1: a token), or -1. */
  static int fieldNameEnd(byte[] b, int from, int end) {
    for (int i = from; i < end; i++) {
      byte c = b[i];
      if (c == ':') {
        return i > from ? i : -1;
      }
      if (!isToken(c)) {
        return -1;
      }
    }
    return -1;
  }

  /** Value of a hexadecimal digit, or -1. */
  static int hex(byte c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  /** {@code lower} holds the expected text in lower case. */
  static boolean equalsIgnoreCase(byte[] b, int from, int end, byte[] lower) {
    if (end - from != lower.length) {
      return false;
    }
    for (int i = 0; i < lower.length; i++) {
      byte c = b[from + i];
      int folded = c >= 'A' && c <= 'Z' ? c | 0x20 : c;
      if (folded != lower[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether a comma-separated list has the token. */
  static boolean hasToken(byte[] b, int from, int end, byte[] lower) {
    int start = from;
    for (int i = from; i <= end; i++) {
      if (i == end || b[i] == ',') {
        if (trimmedEquals(b, start, i, lower)) {
          return true;
        }
        start = i + 1;
      }
    }
    return false;
  }

  /** Whether the last element of a comma-separated list is the token. */
  static boolean lastTokenIs(byte[] b, int from, int end, byte[] lower) {
    int start = end;
    while (start > from && b[start - 1] != ',') {
      start--;
    }
    return trimmedEquals(b, start, end, lower);
  }

  private static boolean trimmedEquals(byte[] b, int from, int end, byte[] lower) {
    int first = from;
    int last = end;
    while (first < last && (b[first] == ' ' || b[first] == '\t')) {
      first++;
    }
    while (last > first && (b[last - 1] == ' ' || b[last - 1] == '\t')) {
      last--;
    }
    return equalsIgnoreCase(b, first, last, lower);
  }

  /** Eight bytes at a time: a byte of {@code x} is zero where {@code b} holds a line feed. */
  static int indexOfLineFeed(byte[] b, int from, int end) {
    int i = from;
    for (; i + 8 <= end; i += 8) {
      long x = (long) LONGS.get(b, i) ^ 0x0A0A0A0A0A0A0A0AL;
      long zeros = (x - 0x0101010101010101L) & ~x & 0x8080808080808080L;
      if (zeros != 0) {
        return i + (Long.numberOfTrailingZeros(zeros) >>> 3);
      }
    }
    for (; i < end; i++) {
      if (b[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** A status line up to its code, of which there are three characters (RFC 9112 section 4). */
  static boolean startsLikeHttp1(byte[] b, int from, int end) {
    return end - from >= 12
        && b[from] == 'H'
        && b[from + 1] == 'T'
        && b[from + 2] == 'T'
        && b[from + 3] == 'P'
        && b[from + 4] == '/'
        && b[from + 5] == '1'
        && b[from + 6] == '.'
        && isDigit(b[from + 7] - '0')
        && b[from + 8] == ' ';
  }

  static boolean isBlank(byte c) {
    return c == ' ' || c == '\t';
  }

  /** Whether a character less {@code '0'} is a digit's value. */
  static boolean isDigit(int value) {
    return value >= 0 && value <= 9;
  }
}
