package dev.barrage.plan;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks header fields before they reach the wire (RFC 9110 sections 5.1 and 5.5). */
final class HeaderNames {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}");

  /** Framing belongs to the engine: a second length would let a proxy misread the connection. */
  private static final Set<String> RESERVED = Set.of("content-length", "transfer-encoding");

  private HeaderNames() {}

  /** The name itself, if it can be one. */
  static String check(String name) {
    if (!TOKEN.matcher(name).matches()) {
      throw new IllegalArgumentException(
          Quoted.of(name) + " is not a header name; letters, digits and - are usual");
    }
    return name;
  }

  /** The name itself, if a request may set it. */
  static String checkSent(String name) {
    if (RESERVED.contains(check(name).toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          name + " follows from the body and cannot be set; remove this header");
    }
    return name;
  }

  /** The value itself, if it stays on one line. */
  static String checkValue(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f || JsonTemplate.isLoneSurrogate(value, i)) {
        throw new IllegalArgumentException(
            Quoted.of(value) + " holds a line break or control character; not allowed in a header");
      }
    }
    return value;
  }
}
