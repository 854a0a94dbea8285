package dev.barrage.engine.http1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Tells text that is a JSON number, boolean or null (RFC 8259 sections 3 and 6) from other text.
 */
final class JsonScalars {
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private JsonScalars() {}

  static boolean isBare(byte[] b, int from, int end) {
    return isNumber(b, from, end)
        || Arrays.equals(b, from, end, TRUE, 0, TRUE.length)
        || Arrays.equals(b, from, end, FALSE, 0, FALSE.length)
        || Arrays.equals(b, from, end, NULL, 0, NULL.length);
  }

  /** {@code -?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?}, by hand: a Matcher would be garbage. */
  private static boolean isNumber(byte[] b, int from, int end) {
    int at = from < end && b[from] == '-' ? from + 1 : from;
    int integer = digits(b, at, end);
    if (integer == at || (b[at] == '0' && integer > at + 1)) {
      return false;
    }
    at = integer;
    if (at < end && b[at] == '.') {
      int fraction = digits(b, at + 1, end);
      if (fraction == at + 1) {
        return false;
      }
      at = fraction;
    }
    if (at < end && (b[at] | 0x20) == 'e') {
      at++;
      at += at < end && (b[at] == '+' || b[at] == '-') ? 1 : 0;
      int exponent = digits(b, at, end);
      return exponent > at && exponent == end;
    }
    return at == end;
  }

  /** Index behind the digits that begin here. */
  private static int digits(byte[] b, int from, int end) {
    int at = from;
    while (at < end && b[at] >= '0' && b[at] <= '9') {
      at++;
    }
    return at;
  }
}
