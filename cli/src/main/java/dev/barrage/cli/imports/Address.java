package dev.barrage.cli.imports;

import dev.barrage.cli.UsageException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL in the parts of a plan.
 *
 * @param target scheme, host and port
 * @param userInfo {@code user:password}; empty if there is none
 * @param path begins with {@code /}; percent-encoded where a plan needs it
 * @param query without its question mark; empty if there is none
 */
record Address(String target, String userInfo, String path, String query) {
  private static final Pattern URL =
      Pattern.compile("(?i)(https?)://(?:([^/?#@]*)@)?([^/?#]+)([^?#]*)(?:\\?([^#]*))?(?:#.*)?");

  /**
   * @throws UsageException it is no http or https URL
   */
  static Address of(String url) {
    Matcher matcher = URL.matcher(url);
    if (!matcher.matches() || !isHost(matcher.group(3))) {
      throw new UsageException("\"" + shortened(url) + "\" is not an http or https URL");
    }
    String path = matcher.group(4);
    return new Address(
        matcher.group(1).toLowerCase(Locale.ROOT) + "://" + matcher.group(3),
        or(matcher.group(2)),
        encoded(path.isEmpty() ? "/" : path),
        encoded(or(matcher.group(5))));
  }

  private static boolean isHost(String text) {
    try {
      return new URI("http://" + text).getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static String or(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text;
  }

  static String shortened(String text) {
    String line = text.replaceAll("\\s+", " ").replaceAll("//[^/?#@]*@", "//***@");
    String bare = line.replaceFirst("\\?.*", "?…");
    return bare.length() <= 80 ? bare : bare.substring(0, 80) + "…";
  }

  /** Percent-encodes what cannot stand in a request line; slots stay. */
  static String encoded(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if ((c > ' ' && c < 0x7f && c != '#') || c == 0xe000 || c == 0xe001) {
            out.append((char) c);
          } else {
            for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
              out.append('%').append(String.format("%02X", b & 0xff));
            }
          }
        });
    return out.toString();
  }

  /** A parameter of a query or a form, percent-decoded. */
  record Parameter(String name, String value) {}

  /** The pairs of {@code a=1&b=2}. */
  static List<Parameter> parameters(String text) {
    List<Parameter> pairs = new ArrayList<>();
    for (String pair : text.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        pairs.add(
            new Parameter(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1))));
      }
    }
    return pairs;
  }

  /** As a component of a URI (RFC 3986 section 2.1). */
  static String percent(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // a lone % stands for itself
    }
  }

  /** Path and query, secrets of the query left out. */
  String pathAndQuery(LeftOut leftOut, String where) {
    if (query.isEmpty()) {
      return path;
    }
    StringBuilder out = new StringBuilder(path);
    char before = '?';
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      String kept = leftOut.parameter(decoded(name), decoded(value), where);
      boolean secret = Slots.isIn(kept) && !Slots.isIn(value);
      out.append(before).append(secret ? name + "=" + kept : pair);
      before = '&';
    }
    return out.toString();
  }
}
