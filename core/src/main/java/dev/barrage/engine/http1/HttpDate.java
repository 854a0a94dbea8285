package dev.barrage.engine.http1;

/**
 * Times of day in header fields, as RFC 9110 section 5.6.7 has servers write them: {@code Sun, 06
 * Nov 1994 08:49:37 GMT}. The two obsolete forms are not read.
 *
 * <p>Allocates nothing.
 */
final class HttpDate {
  static final long NONE = Long.MIN_VALUE;

  private static final int LENGTH = 29;
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  private HttpDate() {}

  /** Seconds of the epoch; {@link #NONE} where there is no such date. */
  static long epochS(byte[] b, int from, int end) {
    if (end - from != LENGTH || b[from + 3] != ',' || b[from + 26] != 'G') {
      return NONE;
    }
    int day = digits(b, from + 5, 2);
    int month = month(b, from + 8);
    int year = digits(b, from + 12, 4);
    int hour = digits(b, from + 17, 2);
    int minute = digits(b, from + 20, 2);
    int second = digits(b, from + 23, 2);
    boolean sound = day > 0 && month > 0 && year > 0 && hour >= 0 && minute >= 0 && second >= 0;
    return sound
        ? epochDay(year, month, day) * 86_400L + hour * 3600L + minute * 60L + second
        : NONE;
  }

  /**
   * Days since 1970-01-01 of the Gregorian calendar; years begin with March, after any leap day.
   */
  private static long epochDay(int year, int month, int day) {
    long y = month > 2 ? year : year - 1L;
    long dayOfYear = (153L * ((month + 9) % 12) + 2) / 5 + day - 1;
    return 365 * y + y / 4 - y / 100 + y / 400 + dayOfYear - 719_468;
  }

  private static int month(byte[] b, int at) {
    for (int month = 0; month < 12; month++) {
      if (b[at] == MONTHS.charAt(3 * month)
          && b[at + 1] == MONTHS.charAt(3 * month + 1)
          && b[at + 2] == MONTHS.charAt(3 * month + 2)) {
        return month + 1;
      }
    }
    return -1;
  }

  private static int digits(byte[] b, int at, int count) {
    int value = 0;
    for (int i = at; i < at + count; i++) {
      if (b[i] < '0' || b[i] > '9') {
        return -1;
      }
      value = value * 10 + b[i] - '0';
    }
    return value;
  }
}
