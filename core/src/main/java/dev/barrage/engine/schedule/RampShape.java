package dev.barrage.engine.schedule;

import dev.barrage.plan.Rate;
import java.math.BigInteger;

/**
 * A rate that changes linearly from r0 = A/D to r1 = B/D per second over L ns.
 *
 * <pre>
 *   rate        r1 ┐        Λ(t) = (A · 2L · t + (B − A) · t²) / (2 · L · D · 10^9)
 *    ▲       ╱     │
 *    │  ╱          │        Λ(t) ≥ u / 2^f + c  ⟺  scale · (u + c) ≤ t · (linear + square · t)
 *   r0             │
 *    └─────────────┴──► t
 * </pre>
 *
 * <p>The inverse takes a square root in doubles as an estimate and then finds, by exact comparison
 * of 192-bit integers, the last whole nanosecond t for which that holds. So it neither drifts nor
 * depends on how the processor rounds.
 */
final class RampShape implements Shape {
  private final double from;
  private final double to;
  private final long lengthNs;
  private final long units;
  private final double unit;
  private final long scaleHigh;
  private final long scaleLow;
  private final long linearHigh;
  private final long linearLow;
  private final long square;
  private final double carry;
  private final long carriedHigh;
  private final long carriedLow;

  RampShape(Rate from, Rate to, long lengthNs, int fractionBits, Carry carry) {
    this.from = from.perSecond();
    this.to = to.perSecond();
    this.lengthNs = lengthNs;
    this.unit = 1.0 / (1L << fractionBits);
    BigInteger length = BigInteger.valueOf(lengthNs);
    BigInteger q0 = BigInteger.valueOf(from.denominator());
    BigInteger q1 = BigInteger.valueOf(to.denominator());
    BigInteger a = BigInteger.valueOf(from.numerator()).multiply(q1);
    BigInteger b = BigInteger.valueOf(to.numerator()).multiply(q0);
    BigInteger d = q0.multiply(q1);
    BigInteger scale = d.multiply(length).multiply(BigInteger.valueOf(2 * SECOND_NS));
    BigInteger linear = a.multiply(length).shiftLeft(fractionBits + 1);
    BigInteger difference = b.subtract(a).shiftLeft(fractionBits);
    BigInteger gcd = scale.gcd(linear).gcd(difference);
    Rate larger = from.compareTo(to) > 0 ? from : to;
    if (gcd.signum() != 0) {
      scale = scale.divide(gcd);
      linear = linear.divide(gcd);
      difference = difference.divide(gcd);
    }
    scale = Shape.bounded(scale, 126, larger);
    linear = Shape.bounded(linear, 126, larger);
    this.square = Shape.bounded(difference, 62, larger).longValueExact();
    this.scaleHigh = scale.shiftRight(64).longValue();
    this.scaleLow = scale.longValue();
    this.linearHigh = linear.shiftRight(64).longValue();
    this.linearLow = linear.longValue();
    this.carry = carry.value();
    BigInteger carried = carry.of(scale);
    this.carriedHigh = carried.shiftRight(64).longValue();
    this.carriedLow = carried.longValue();
    BigInteger due = linear.add(difference.multiply(length)).multiply(length).subtract(carried);
    BigInteger whole = lengthNs == 0 ? BigInteger.ZERO : Shape.ceilDiv(due, scale);
    this.units = Shape.bounded(whole, 62, larger).longValueExact();
  }

  @Override
  public long lengthNs() {
    return lengthNs;
  }

  @Override
  public long units() {
    return units;
  }

  @Override
  public long timeNs(long units) {
    long low = Math.clamp(estimateNs((units + carry) * unit), 0, lengthNs - 1);
    long high;
    long step = 1;
    if (isReachedBy(units, low)) {
      high = Math.min(low + step, lengthNs);
      while (high < lengthNs && isReachedBy(units, high)) {
        low = high;
        step <<= 1;
        high = Math.min(high + step, lengthNs);
      }
    } else {
      do {
        high = low;
        low = Math.max(0, low - step);
        step <<= 1;
      } while (low > 0 && !isReachedBy(units, low));
    }
    while (high - low > 1) {
      long middle = (low + high) >>> 1;
      if (isReachedBy(units, middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * The quadratic solved in doubles. Rising: from the start; falling: from the end, where the slow
   * part is and where the formula from the start would cancel.
   */
  private long estimateNs(double events) {
    double lengthS = (double) lengthNs / SECOND_NS;
    double slope = Math.abs(to - from) / lengthS;
    boolean rising = to > from;
    double slow = rising ? from : to;
    double area = rising ? events : Math.max(0, (from + to) / 2 * lengthS - events);
    double root = Math.sqrt(slow * slow + 2 * slope * area);
    double fromSlowEndS = area == 0 ? 0 : 2 * area / (slow + root);
    return (long) ((rising ? fromSlowEndS : lengthS - fromSlowEndS) * SECOND_NS);
  }

  /**
   * Whether Λ(t) is at most that many units and what is carried: scale · units + carried ≥ t ·
   * (linear + square · t).
   */
  private boolean isReachedBy(long units, long t) {
    long innerLow = square * t;
    long innerHigh = Math.multiplyHigh(square, t) + linearHigh;
    innerLow += linearLow;
    if (Long.compareUnsigned(innerLow, linearLow) < 0) {
      innerHigh++;
    }
    // 192-bit products of a 128-bit and a 64-bit number, all of them >= 0
    long leftMiddle = Math.unsignedMultiplyHigh(scaleLow, units);
    long leftAdded = scaleHigh * units + leftMiddle;
    long leftHigh =
        Math.unsignedMultiplyHigh(scaleHigh, units)
            + (Long.compareUnsigned(leftAdded, leftMiddle) < 0 ? 1 : 0);
    long leftLow = scaleLow * units + carriedLow;
    long carriedMiddle = carriedHigh + (Long.compareUnsigned(leftLow, carriedLow) < 0 ? 1 : 0);
    leftAdded += carriedMiddle;
    leftHigh += Long.compareUnsigned(leftAdded, carriedMiddle) < 0 ? 1 : 0;
    long rightMiddle = Math.unsignedMultiplyHigh(innerLow, t);
    long rightAdded = innerHigh * t + rightMiddle;
    long rightHigh =
        Math.unsignedMultiplyHigh(innerHigh, t)
            + (Long.compareUnsigned(rightAdded, rightMiddle) < 0 ? 1 : 0);
    if (leftHigh != rightHigh) {
      return leftHigh > rightHigh;
    }
    if (leftAdded != rightAdded) {
      return Long.compareUnsigned(leftAdded, rightAdded) > 0;
    }
    return Long.compareUnsigned(leftLow, innerLow * t) >= 0;
  }

  @Override
  public double expected(long timeNs) {
    double t = (double) timeNs / SECOND_NS;
    double length = (double) lengthNs / SECOND_NS;
    return lengthNs == 0 ? 0 : from * t + (to - from) / length * t * t / 2;
  }

  @Override
  public double rate(long timeNs) {
    return lengthNs == 0 ? from : from + (to - from) * ((double) timeNs / lengthNs);
  }
}
