package dev.barrage.engine.http1;

import dev.barrage.plan.Template.Encoding;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A place in a request that a variable's value fills.
 *
 * @param variable number for {@link Values}
 * @param inHead in the request line or a header field, where control characters would forge lines
 */
record Slot(int variable, Encoding encoding, boolean inHead) {
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern BARE_JSON =
      Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?|true|false|null");

  void write(Values values, ByteOutput out) {
    long number = values.number(variable);
    if (number >= 0) {
      out.putDecimal(number); // digits stand for themselves in every encoding
      return;
    }
    write(values.text(variable), values.isString(variable), out);
  }

  void write(byte[] text, boolean isString, ByteOutput out) {
    switch (encoding) {
      case RAW -> raw(text, out);
      case URI_COMPONENT -> uriComponent(text, out);
      case JSON_STRING -> jsonString(text, out);
      case JSON_VALUE -> {
        if (!isString && BARE_JSON.matcher(new String(text, StandardCharsets.UTF_8)).matches()) {
          out.put(text);
        } else {
          out.put((byte) '"');
          jsonString(text, out);
          out.put((byte) '"');
        }
      }
    }
  }

  private void raw(byte[] text, ByteOutput out) {
    if (!inHead) {
      out.put(text);
      return;
    }
    for (byte c : text) {
      boolean control = (c >= 0 && c < ' ' && c != '\t') || c == 0x7f;
      out.put(control ? (byte) ' ' : c);
    }
  }

  /** Unreserved characters stay (RFC 3986 section 2.3). */
  private static void uriComponent(byte[] text, ByteOutput out) {
    for (byte c : text) {
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
  private static void jsonString(byte[] text, ByteOutput out) {
    for (byte c : text) {
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
