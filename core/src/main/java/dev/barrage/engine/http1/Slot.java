package dev.barrage.engine.http1;

import dev.barrage.plan.Template.Encoding;
import java.nio.charset.StandardCharsets;

/**
 * A place in a request that a variable's value fills.
 *
 * @param variable number for {@link Values}
 * @param inHead in the request line or a header field, where control characters would forge lines
 */
record Slot(int variable, Encoding encoding, boolean inHead) implements Piece {
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

  @Override
  public void write(Values values, ByteOutput out) {
    if (variable < Values.FIRST_OF_PLAN) {
      out.putDecimal(values.number(variable)); // digits stand for themselves in every encoding
    } else {
      write(values.value(variable), out);
    }
  }

  void write(Value value, ByteOutput out) {
    byte[] b = value.bytes();
    int from = value.from();
    int end = value.end();
    switch (encoding) {
      case RAW -> raw(b, from, end, out);
      case URI_COMPONENT -> uriComponent(b, from, end, out);
      case JSON_STRING -> jsonString(b, from, end, out);
      case JSON_VALUE -> {
        if (isBare(value)) {
          out.put(b, from, end);
        } else {
          out.put((byte) '"');
          jsonString(b, from, end, out);
          out.put((byte) '"');
        }
      }
    }
  }

  private static boolean isBare(Value value) {
    return switch (value.kind()) {
      case JSON -> true;
      case STRING -> false;
      case TEXT -> JsonScalars.isBare(value.bytes(), value.from(), value.end());
    };
  }

  private void raw(byte[] b, int from, int end, ByteOutput out) {
    if (!inHead) {
      out.put(b, from, end);
      return;
    }
    for (int i = from; i < end; i++) {
      byte c = b[i];
      boolean control = (c >= 0 && c < ' ' && c != '\t') || c == 0x7f;
      out.put(control ? (byte) ' ' : c);
    }
  }

  /** Unreserved characters stay (RFC 3986 section 2.3). */
  static void uriComponent(byte[] b, int from, int end, ByteOutput out) {
    for (int i = from; i < end; i++) {
      byte c = b[i];
      boolean unreserved =
          (c >= '0' && c <= '9')
              || (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || c == '-'
              || c == '.'
              || c == '_'
              || c == '~';
      if (unreserved) {
        out.put(c);
      } else {
        out.put((byte) '%');
        out.put(HEX[(c >> 4) & 15]);
        out.put(HEX[c & 15]);
      }
    }
  }

  /** Quotes, backslashes and control characters are escaped (RFC 8259 section 7). */
  private static void jsonString(byte[] b, int from, int end, ByteOutput out) {
    for (int i = from; i < end; i++) {
      byte c = b[i];
      if (c == '"' || c == '\\') {
        out.put((byte) '\\');
        out.put(c);
      } else if (c >= 0 && c < ' ') {
        out.put((byte) '\\');
        out.put((byte) 'u');
        out.put((byte) '0');
        out.put((byte) '0');
        out.put(HEX[c >> 4]);
        out.put(HEX[c & 15]);
      } else {
        out.put(c);
      }
    }
  }
}
