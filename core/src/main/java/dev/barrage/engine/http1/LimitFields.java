package dev.barrage.engine.http1;

import java.time.Instant;

/**
 * What a response says of a rate limit, in whole numbers; {@value #ABSENT} where it says nothing.
 *
 * <p>Read are {@code X-RateLimit-Limit}, {@code -Remaining} and {@code -Reset}; the same without
 * {@code X-} (draft-ietf-httpapi-ratelimit-headers up to 07); {@code RateLimit-Policy} and {@code
 * RateLimit} with their parameters {@code q}, {@code w}, {@code r} and {@code t} (from 08 on, RFC
 * 9651 lists: the first item counts); and {@code Retry-After} (RFC 9110 section 10.2.3). Times of
 * day, in {@code Retry-After} or as an epoch second in a reset, become seconds from now, rounded
 * up.
 *
 * <p>A field that cannot be read is {@link #malformed}, and leaves what another one told.
 *
 * <p>Allocates nothing, but for the look at the clock where a field has a time of day. One thread.
 */
public final class LimitFields {
  public static final int ABSENT = -1;

  /** No window is so long: a reset from here on is a time of day, in seconds of the epoch. */
  private static final int EPOCH_FROM_S = 1_000_000_000;

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

  /** Seconds until the window ends. */
  public int resetS;

  /** Length of the window. */
  public int windowS;

  /** Seconds after which to try again. */
  public int retryAfterS;

  /** Whether one of the fields was there and could not be read. */
  public boolean malformed;

  public LimitFields() {
    clear();
  }

  public void clear() {
    limit = ABSENT;
    remaining = ABSENT;
    resetS = ABSENT;
    windowS = ABSENT;
    retryAfterS = ABSENT;
    malformed = false;
  }

  public void copy(LimitFields other) {
    limit = other.limit;
    remaining = other.remaining;
    resetS = other.resetS;
    windowS = other.windowS;
    retryAfterS = other.retryAfterS;
    malformed = other.malformed;
  }

  /** Takes a header field if it is one of these. */
  void field(byte[] b, int nameFrom, int nameEnd, int from, int end) {
    if (Ascii.equalsIgnoreCase(b, nameFrom, nameEnd, RETRY_AFTER)) {
      long date = isDigit(b, from, end) ? HttpDate.NONE : HttpDate.epochS(b, from, end);
      retryAfterS =
          date == HttpDate.NONE ? read(number(b, from, end), retryAfterS) : fromNowS(date);
      return;
    }
    boolean x = nameEnd - nameFrom > 2 && Ascii.equalsIgnoreCase(b, nameFrom, nameFrom + 2, X);
    int name = x ? nameFrom + 2 : nameFrom;
    if (Ascii.equalsIgnoreCase(b, name, nameEnd, LIMIT)) {
      limit = read(number(b, from, end), limit);
    } else if (Ascii.equalsIgnoreCase(b, name, nameEnd, REMAINING)) {
      remaining = read(number(b, from, end), remaining);
    } else if (Ascii.equalsIgnoreCase(b, name, nameEnd, RESET)) {
      int said = read(number(b, from, end), resetS);
      resetS = said >= EPOCH_FROM_S ? fromNowS(said) : said;
    } else if (Ascii.equalsIgnoreCase(b, name, nameEnd, POLICY)) {
      limit = parameter(b, from, end, 'q', limit);
      windowS = parameter(b, from, end, 'w', windowS);
    } else if (Ascii.equalsIgnoreCase(b, name, nameEnd, RATE_LIMIT)) {
      remaining = parameter(b, from, end, 'r', remaining);
      resetS = parameter(b, from, end, 't', resetS);
    }
  }

  private int read(int number, int otherwise) {
    malformed |= number == ABSENT;
    return number == ABSENT ? otherwise : number;
  }

  private static int fromNowS(long epochS) {
    return (int) Math.clamp(epochS - Instant.now().getEpochSecond(), 0L, Integer.MAX_VALUE);
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
  private int parameter(byte[] b, int from, int end, char key, int otherwise) {
    boolean quoted = false;
    for (int at = from; at + 2 < end && (quoted || b[at] != ','); at++) {
      quoted ^= b[at] == '"';
      if (!quoted && b[at] == ';') {
        int name = at + 1;
        while (name < end && b[name] == ' ') {
          name++;
        }
        if (name + 1 < end && b[name] == key && b[name + 1] == '=') {
          return read(number(b, name + 2, end), otherwise);
        }
      }
    }
    return otherwise;
  }
}
