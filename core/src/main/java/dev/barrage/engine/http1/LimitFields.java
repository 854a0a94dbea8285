package dev.barrage.engine.http1;

/**
 * What a response says of a rate limit, in whole numbers; {@value #ABSENT} where it says nothing.
 *
 * <p>Read are {@code X-RateLimit-Limit}, {@code -Remaining} and {@code -Reset}; the same without
 * {@code X-} (draft-ietf-httpapi-ratelimit-headers up to 07); {@code RateLimit-Policy} and {@code
 * RateLimit} with their parameters {@code q}, {@code w}, {@code r} and {@code t} (from 08 on, RFC
 * 9651 lists: the first item counts); and {@code Retry-After} in seconds (RFC 9110 section 10.2.3;
 * a date is read as {@link #DATE}).
 *
 * <p>Allocates nothing. One thread.
 */
public final class LimitFields {
  public static final int ABSENT = -1;

  /** {@link #retryAfterS} of a {@code Retry-After} that is a date. */
  public static final int DATE = -2;

  private static final byte[] X = Ascii.lower("x-");
  private static final byte[] LIMIT = Ascii.lower("ratelimit-limit");
  private static final byte[] REMAINING = Ascii.lower("ratelimit-remaining");
  private static final byte[] RESET = Ascii.lower("ratelimit-reset");
  private static final byte[] POLICY = Ascii.lower("ratelimit-policy");
  private static final byte[] RATE_LIMIT = Ascii.lower("ratelimit");
  private static final byte[] RETRY_AFTER = Ascii.lower("retry-after");

  /** Requests admitted per window. */
  public int limit;

  /** Requests that would still be admitted in this window. */
  public int remaining;

  /** Seconds until the window ends, or the epoch second at which it does. */
  public int resetS;

  /** Length of the window. */
  public int windowS;

  /** Seconds after which to try again. */
  public int retryAfterS;

  public LimitFields() {
    clear();
  }

  public void clear() {
    limit = ABSENT;
    remaining = ABSENT;
    resetS = ABSENT;
    windowS = ABSENT;
    retryAfterS = ABSENT;
  }

  public void copy(LimitFields other) {
    limit = other.limit;
    remaining = other.remaining;
    resetS = other.resetS;
    windowS = other.windowS;
    retryAfterS = other.retryAfterS;
  }

  /** Takes a header field if it is one of these. */
  void field(byte[] b, int nameFrom, int nameEnd, int from, int end) {
    if (Ascii.equalsIgnoreCase(b, nameFrom, nameEnd, RETRY_AFTER)) {
      retryAfterS = isDigit(b, from, end) ? number(b, from, end) : DATE;
      return;
    }
    boolean x = nameEnd - nameFrom > 2 && Ascii.equalsIgnoreCase(b, nameFrom, nameFrom + 2, X);
    int name = x ? nameFrom + 2 : nameFrom;
    if (Ascii.equalsIgnoreCase(b, name, nameEnd, LIMIT)) {
      limit = number(b, from, end);
    } else if (Ascii.equalsIgnoreCase(b, name, nameEnd, REMAINING)) {
      remaining = number(b, from, end);
    } else if (Ascii.equalsIgnoreCase(b, name, nameEnd, RESET)) {
      resetS = number(b, from, end);
    } else if (Ascii.equalsIgnoreCase(b, name, nameEnd, POLICY)) {
      limit = parameter(b, from, end, 'q', limit);
      windowS = parameter(b, from, end, 'w', windowS);
    } else if (Ascii.equalsIgnoreCase(b, name, nameEnd, RATE_LIMIT)) {
      remaining = parameter(b, from, end, 'r', remaining);
      resetS = parameter(b, from, end, 't', resetS);
    }
  }

  private static boolean isDigit(byte[] b, int from, int end) {
    return from < end && b[from] >= '0' && b[from] <= '9';
  }

  /** Leading digits; what follows is passed over. */
  private static int number(byte[] b, int from, int end) {
    if (!isDigit(b, from, end)) {
      return ABSENT;
    }
    long value = 0;
    for (int at = from; isDigit(b, at, end) && value <= Integer.MAX_VALUE; at++) {
      value = value * 10 + b[at] - '0';
    }
    return (int) Math.min(Integer.MAX_VALUE, value);
  }

  /** The number of {@code ;key=} in the first item of a list. */
  private static int parameter(byte[] b, int from, int end, char key, int otherwise) {
    boolean quoted = false;
    for (int at = from; at + 2 < end && (quoted || b[at] != ','); at++) {
      quoted ^= b[at] == '"';
      if (!quoted && b[at] == ';') {
        int name = at + 1;
        while (name < end && b[name] == ' ') {
          name++;
        }
        if (name + 1 < end && b[name] == key && b[name + 1] == '=') {
          return number(b, name + 2, end);
        }
      }
    }
    return otherwise;
  }
}
