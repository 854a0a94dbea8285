package dev.barrage.engine.schedule;

/**
 * Products of two longs divided by a third, exactly: the product takes 128 bits.
 *
 * <p>Division after D. Knuth, The Art of Computer Programming, vol. 2, 4.3.1, algorithm D, with
 * digits of 32 bits. Allocates nothing.
 */
final class Wide {
  private static final long LOW_32 = 0xFFFF_FFFFL;

  private Wide() {}

  /**
   * {@code floor(a · b / divisor)}.
   *
   * @param a {@code >= 0}
   * @param b {@code >= 0}
   * @param divisor {@code > 0}
   * @return the quotient, {@link Long#MAX_VALUE} if it is larger than that
   */
  static long mulDivFloor(long a, long b, long divisor) {
    return divFloor(Math.multiplyHigh(a, b), a * b, divisor);
  }

  private static long divFloor(long high, long low, long divisor) {
    if (high == 0 && low >= 0) {
      return low / divisor;
    }
    if (Long.compareUnsigned(high, divisor) >= 0) {
      return Long.MAX_VALUE;
    }
    long quotient = divide(high, low, divisor);
    return quotient < 0 ? Long.MAX_VALUE : quotient;
  }

  /**
   * {@code floor((a · b + c) / divisor)}; otherwise as {@link #mulDivFloor}.
   *
   * @param c {@code >= 0}
   */
  static long mulAddDivFloor(long a, long b, long c, long divisor) {
    long low = a * b + c;
    long high = Math.multiplyHigh(a, b) + (Long.compareUnsigned(low, c) < 0 ? 1 : 0);
    return divFloor(high, low, divisor);
  }

  /** {@code ceil(a · b / divisor)}; otherwise as {@link #mulDivFloor}. */
  static long mulDivCeil(long a, long b, long divisor) {
    long floor = mulDivFloor(a, b, divisor);
    boolean exact = floor == Long.MAX_VALUE || floor * divisor == a * b; // modulo 2^64 is enough
    return exact ? floor : floor + 1;
  }

  /** Unsigned (high · 2^64 + low) / divisor, for high < divisor < 2^63. */
  private static long divide(long high, long low, long divisor) {
    int shift = Long.numberOfLeadingZeros(divisor);
    long d = divisor << shift;
    long dHigh = d >>> 32;
    long dLow = d & LOW_32;
    long n32 = shift == 0 ? high : high << shift | low >>> (64 - shift);
    long n10 = low << shift;

    long q1 = digit(n32, n10 >>> 32, dHigh, dLow);
    long n21 = (n32 << 32) + (n10 >>> 32) - q1 * d;
    long q0 = digit(n21, n10 & LOW_32, dHigh, dLow);
    return (q1 << 32) + q0;
  }

  /** One digit of the quotient: first estimated from the divisor's high half, then corrected. */
  private static long digit(long remainder, long nextDigit, long dHigh, long dLow) {
    long q = Long.divideUnsigned(remainder, dHigh);
    long r = remainder - q * dHigh;
    while (q > LOW_32 || Long.compareUnsigned(q * dLow, (r << 32) + nextDigit) > 0) {
      q--;
      r += dHigh;
      if (r > LOW_32) {
        break;
      }
    }
    return q;
  }
}
