package dev.barrage.engine.http1;

import java.nio.charset.StandardCharsets;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The cookies of one virtual user: what RFC 6265 asks of a user agent, as far as a load test needs
 * it.
 *
 * <p>Names, values, {@code Domain}, {@code Path} and {@code Secure} count. A cookie lives until it
 * is set again, or deleted by {@code Max-Age=0} or by {@code Expires} in a year that is past;
 * otherwise as long as its user. At most {@value #MAX_COOKIES} cookies of {@value #MAX_BYTES} bytes
 * are kept; more are passed over. Setting the same cookies again allocates nothing. One thread.
 */
public final class CookieJar {
  static final int MAX_COOKIES = 50;
  static final int MAX_BYTES = 4096;

  private static final byte[] FIELD = ascii("Cookie: ");
  private static final byte[] SET_COOKIE = ascii("set-cookie");
  private static final byte[] DOMAIN = ascii("domain");
  private static final byte[] PATH = ascii("path");
  private static final byte[] SECURE = ascii("secure");
  private static final byte[] MAX_AGE = ascii("max-age");
  private static final byte[] EXPIRES = ascii("expires");
  private static final int THIS_YEAR = Year.now(ZoneOffset.UTC).getValue();

  /**
   * Where requests go.
   *
   * @param host in lower case
   * @param secure over TLS
   */
  public record Origin(byte[] host, boolean isAddress, boolean secure) {
    public static Origin of(String host, boolean secure) {
      boolean address = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
      return new Origin(ascii(host.toLowerCase(Locale.ROOT)), address, secure);
    }
  }

  /** A cookie; its arrays serve again for the next one in its place. */
  private static final class Cookie {
    final Value pair = new Value();
    int nameLength;
    final Value domain = new Value();
    boolean hostOnly;
    final Value path = new Value();
    boolean secure;
  }

  /** Longer paths first, then in the order of their making (RFC 6265 section 5.4). */
  private Cookie[] cookies = new Cookie[4];

  private int count;
  private @Nullable Origin origin;

  /** Path of the request under way, without its query. */
  private final Value requestPath = new Value();

  // The Set-Cookie field being read.
  private int valueEnd;
  private int domainFrom;
  private int domainEnd;
  private int pathFrom;
  private int pathEnd;
  private boolean secure;
  private boolean hasMaxAge;
  private boolean deletes;

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A request is on its way; its line stands at the beginning of {@code out}. */
  void begin(Origin where, ByteOutput out) {
    origin = where;
    byte[] b = out.block().bytes;
    int from = 0;
    while (b[from] != ' ') {
      from++;
    }
    int end = ++from;
    while (b[end] != ' ' && b[end] != '?') {
      end++;
    }
    requestPath.set(b, from, end, false);
  }

  /** Writes the {@code Cookie} field, if any cookie is for this request. */
  void write(ByteOutput out) {
    boolean first = true;
    for (int i = 0; i < count; i++) {
      Cookie cookie = cookies[i];
      if (isFor(cookie)) {
        if (first) {
          out.put(FIELD);
        } else {
          out.put((byte) ';');
          out.put((byte) ' ');
        }
        first = false;
        out.put(cookie.pair.bytes(), cookie.pair.from(), cookie.pair.end());
      }
    }
    if (!first) {
      out.put((byte) '\r');
      out.put((byte) '\n');
    }
  }

  private boolean isFor(Cookie cookie) {
    Origin where = java.util.Objects.requireNonNull(origin);
    Value domain = cookie.domain;
    boolean host =
        equal(domain, where.host(), 0, where.host().length)
            || (!cookie.hostOnly && isWithin(where, domain.bytes(), domain.from(), domain.end()));
    return host && (where.secure() || !cookie.secure) && pathMatches(cookie.path);
  }

  /** RFC 6265 section 5.1.4. */
  private boolean pathMatches(Value path) {
    byte[] b = requestPath.bytes();
    int length = path.end();
    return requestPath.end() >= length
        && Arrays.equals(b, 0, length, path.bytes(), 0, length)
        && (requestPath.end() == length || b[length - 1] == '/' || b[length] == '/');
  }

  /** Whether the host is a name below the domain (RFC 6265 section 5.1.3). */
  private static boolean isWithin(Origin where, byte[] b, int from, int end) {
    byte[] host = where.host();
    int start = host.length - (end - from);
    if (where.isAddress() || start <= 0 || host[start - 1] != '.') {
      return false;
    }
    for (int i = start; i < host.length; i++) {
      if (host[i] != fold(b[from + i - start])) {
        return false;
      }
    }
    return true;
  }

  private static boolean equal(Value value, byte[] b, int from, int end) {
    return Arrays.equals(value.bytes(), value.from(), value.end(), b, from, end);
  }

  /** A header field of the answer to the request under way: cookies are taken in. */
  public void field(byte[] b, int nameFrom, int nameEnd, int from, int end) {
    if (Ascii.equalsIgnoreCase(b, nameFrom, nameEnd, SET_COOKIE)) {
      set(b, from, end);
    }
  }

  private void set(byte[] b, int from, int end) {
    Origin where = origin;
    int equals = from;
    while (equals < end && b[equals] != '=' && b[equals] != ';') {
      equals++;
    }
    if (where == null || equals == end || b[equals] == ';') {
      return;
    }
    readAttributes(b, equals, end);
    int nameFrom = skipBlanks(b, from, equals);
    int nameEnd = dropBlanks(b, nameFrom, equals);
    int valueFrom = skipBlanks(b, equals + 1, valueEnd);
    int length = nameEnd - nameFrom + 1 + valueEnd - valueFrom;
    if (nameFrom == nameEnd || length > MAX_BYTES || !fitsDomain(where, b)) {
      return;
    }
    boolean given = pathEnd > pathFrom && b[pathFrom] == '/';
    byte[] path = given ? b : requestPath.bytes();
    int start = given ? pathFrom : 0;
    int stop = given ? Math.min(pathEnd, pathFrom + MAX_BYTES) : directoryEnd();
    int at = find(where, b, nameFrom, nameEnd, path, start, stop);
    if (deletes) {
      remove(at);
      return;
    }
    Cookie cookie = at < 0 ? add(stop - start) : cookies[at];
    if (cookie == null) {
      return;
    }
    byte[] pair = cookie.pair.room(length);
    cookie.nameLength = nameEnd - nameFrom;
    System.arraycopy(b, nameFrom, pair, 0, cookie.nameLength);
    pair[cookie.nameLength] = '=';
    System.arraycopy(b, valueFrom, pair, cookie.nameLength + 1, valueEnd - valueFrom);
    cookie.pair.wrote(length, Value.Kind.TEXT);
    cookie.path.set(path, start, stop, false);
    cookie.secure = secure;
    cookie.hostOnly = domainFrom == domainEnd;
    if (cookie.hostOnly) {
      cookie.domain.share(where.host(), 0, where.host().length, Value.Kind.TEXT);
    } else {
      lower(b, domainFrom, domainEnd, cookie.domain);
    }
  }

  /** Up to the last slash of the request's path, that one aside unless it is the only one. */
  private int directoryEnd() {
    byte[] b = requestPath.bytes();
    int end = requestPath.end();
    while (end > 1 && b[end - 1] != '/') {
      end--;
    }
    return Math.max(1, end - 1);
  }

  private void readAttributes(byte[] b, int from, int end) {
    int at = from;
    while (at < end && b[at] != ';') {
      at++;
    }
    valueEnd = dropBlanks(b, from + 1, at);
    domainFrom = domainEnd = pathFrom = pathEnd = 0;
    secure = hasMaxAge = deletes = false;
    while (at < end) {
      int start = at + 1;
      at = start;
      while (at < end && b[at] != ';') {
        at++;
      }
      attribute(b, start, at);
    }
  }

  private void attribute(byte[] b, int from, int end) {
    int equals = from;
    while (equals < end && b[equals] != '=') {
      equals++;
    }
    int nameFrom = skipBlanks(b, from, equals);
    int nameEnd = dropBlanks(b, nameFrom, equals);
    int start = Math.min(end, skipBlanks(b, equals + 1, end));
    int stop = dropBlanks(b, start, end);
    if (Ascii.equalsIgnoreCase(b, nameFrom, nameEnd, DOMAIN)) {
      domainFrom = start < stop && b[start] == '.' ? start + 1 : start;
      domainEnd = stop;
    } else if (Ascii.equalsIgnoreCase(b, nameFrom, nameEnd, PATH)) {
      pathFrom = start;
      pathEnd = stop;
    } else if (Ascii.equalsIgnoreCase(b, nameFrom, nameEnd, SECURE)) {
      secure = true;
    } else if (Ascii.equalsIgnoreCase(b, nameFrom, nameEnd, MAX_AGE)) {
      hasMaxAge = true;
      deletes = start < stop && (b[start] == '-' || isZero(b, start, stop));
    } else if (Ascii.equalsIgnoreCase(b, nameFrom, nameEnd, EXPIRES) && !hasMaxAge) {
      deletes = isPast(b, start, stop);
    }
  }

  private static boolean isZero(byte[] b, int from, int end) {
    for (int i = from; i < end; i++) {
      if (b[i] != '0') {
        return false;
      }
    }
    return true;
  }

  /** Whether the first number of four digits is a year before this one. */
  private static boolean isPast(byte[] b, int from, int end) {
    int digits = 0;
    int number = 0;
    for (int i = from; i <= end; i++) {
      if (i < end && b[i] >= '0' && b[i] <= '9' && digits < 9) {
        number = 10 * number + b[i] - '0';
        digits++;
      } else if (digits == 4) {
        return number < THIS_YEAR;
      } else {
        digits = 0;
        number = 0;
      }
    }
    return false;
  }

  /** A target may set cookies for itself and for domains above it that have a dot. */
  private boolean fitsDomain(Origin where, byte[] b) {
    if (domainFrom == domainEnd || Ascii.equalsIgnoreCase(b, domainFrom, domainEnd, where.host())) {
      return true;
    }
    boolean dotted = false;
    for (int i = domainFrom; i < domainEnd; i++) {
      dotted |= b[i] == '.';
    }
    return dotted && isWithin(where, b, domainFrom, domainEnd);
  }

  /** Index of the cookie of this name, domain and path, or -1. */
  private int find(
      Origin where, byte[] b, int nameFrom, int nameEnd, byte[] path, int start, int stop) {
    for (int i = 0; i < count; i++) {
      Cookie cookie = cookies[i];
      boolean hostOnly = domainFrom == domainEnd;
      if (Arrays.equals(cookie.pair.bytes(), 0, cookie.nameLength, b, nameFrom, nameEnd)
          && cookie.hostOnly == hostOnly
          && (hostOnly
              ? equal(cookie.domain, where.host(), 0, where.host().length)
              : sameDomain(cookie.domain, b))
          && equal(cookie.path, path, start, stop)) {
        return i;
      }
    }
    return -1;
  }

  private boolean sameDomain(Value domain, byte[] b) {
    if (domain.end() != domainEnd - domainFrom) {
      return false;
    }
    for (int i = 0; i < domain.end(); i++) {
      if (domain.bytes()[i] != fold(b[domainFrom + i])) {
        return false;
      }
    }
    return true;
  }

  private static void lower(byte[] b, int from, int end, Value to) {
    byte[] room = to.room(end - from);
    for (int i = from; i < end; i++) {
      room[i - from] = fold(b[i]);
    }
    to.wrote(end - from, Value.Kind.TEXT);
  }

  private static byte fold(byte c) {
    return c >= 'A' && c <= 'Z' ? (byte) (c | 0x20) : c;
  }

  /** A place for a cookie whose path has this length; null if the jar is full. */
  private @Nullable Cookie add(int pathLength) {
    if (count == MAX_COOKIES) {
      return null;
    }
    if (count == cookies.length) {
      cookies = Arrays.copyOf(cookies, 2 * count);
    }
    Cookie cookie = cookies[count] == null ? new Cookie() : cookies[count];
    int at = count++;
    while (at > 0 && cookies[at - 1].path.end() < pathLength) {
      cookies[at] = cookies[at - 1];
      at--;
    }
    cookies[at] = cookie;
    return cookie;
  }

  /** The cookie itself stays behind the last one, to be used again. */
  private void remove(int at) {
    if (at >= 0) {
      Cookie cookie = cookies[at];
      System.arraycopy(cookies, at + 1, cookies, at, --count - at);
      cookies[count] = cookie;
    }
  }

  private static int skipBlanks(byte[] b, int from, int end) {
    int at = from;
    while (at < end && (b[at] == ' ' || b[at] == '\t')) {
      at++;
    }
    return at;
  }

  private static int dropBlanks(byte[] b, int from, int end) {
    int at = end;
    while (at > from && (b[at - 1] == ' ' || b[at - 1] == '\t')) {
      at--;
    }
    return at;
  }
}
