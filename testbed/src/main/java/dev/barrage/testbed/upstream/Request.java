package dev.barrage.testbed.upstream;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request.
 *
 * @param path the target's path as sent, still percent-encoded
 * @param query what follows the {@code ?}, or empty
 * @param keepAlive whether the client wants the connection kept
 * @param contentLength bytes of the body; {@link #CHUNKED} when it comes in chunks
 */
record Request(
    Route route,
    String method,
    String path,
    String query,
    boolean http11,
    boolean keepAlive,
    long contentLength,
    Headers headers) {

  static final long CHUNKED = -1;

  boolean isHead() {
    return method.equals("HEAD");
  }

  boolean hasBody() {
    return contentLength != 0;
  }

  /** The path's last segment, decoded: an id or a number. */
  String lastSegment() {
    return decode(path.substring(path.lastIndexOf('/') + 1));
  }

  /** The decoded value of a query parameter, or null if it is not given. */
  @Nullable String parameter(String name) {
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      String key = equals < 0 ? pair : pair.substring(0, equals);
      if (key.equals(name)) {
        return equals < 0 ? "" : decode(pair.substring(equals + 1));
      }
    }
    return null;
  }

  /**
   * A whole number of the query.
   *
   * @throws RefusedException if it is none from {@code min} to {@code max}
   */
  int number(String name, int absent, int min, int max) {
    String text = parameter(name);
    return text == null ? absent : number(name, text, min, max);
  }

  /** The same of a text that was found elsewhere. */
  static int number(String name, String text, int min, int max) {
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // answered below like a number out of range
    }
    throw new RefusedException(
        400, name + ": '" + text + "' must be a whole number from " + min + " to " + max);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(400, "'" + text + "' is not percent-encoded text");
    }
  }
}
