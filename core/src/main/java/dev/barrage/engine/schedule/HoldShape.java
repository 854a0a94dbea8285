package dev.barrage.engine.schedule;

import dev.barrage.plan.Rate;
import java.math.BigInteger;

/**
 * A constant rate p/q per second: Λ(t) = p · t / (q · 10^9), t in ns.
 *
 * <p>The inverse is one multiplication and one division of integers: time = (units · nsNumerator +
 * carried) / nsDenominator. Their product leaves 63 bits only after hours; then 128 bits are used.
 * What is carried can be rounded down to an integer, as all else that is compared with is one.
 */
final class HoldShape implements Shape {
  private final double perSecond;
  private final long lengthNs;
  private final long units;
  private final long nsNumerator;
  private final long nsDenominator;
  private final long narrowUnits;

  private final long carried;

  HoldShape(Rate rate, long lengthNs, int fractionBits, Carry carry) {
    this.perSecond = rate.perSecond();
    this.lengthNs = lengthNs;
    BigInteger events = BigInteger.valueOf(rate.numerator()).shiftLeft(fractionBits);
    BigInteger ns = BigInteger.valueOf(rate.denominator()).multiply(BigInteger.valueOf(SECOND_NS));
    BigInteger gcd = events.gcd(ns);
    events = Shape.bounded(events.divide(gcd), 63, rate);
    ns = Shape.bounded(ns.divide(gcd), 63, rate);
    BigInteger carriedNs = carry.of(ns);
    BigInteger due = events.multiply(BigInteger.valueOf(lengthNs)).subtract(carriedNs);
    this.units = Shape.bounded(Shape.ceilDiv(due, ns), 62, rate).longValueExact();
    this.carried = carriedNs.longValueExact();
    this.nsNumerator = ns.longValueExact();
    this.nsDenominator = events.longValueExact();
    this.narrowUnits = (Long.MAX_VALUE - carried) / nsNumerator;
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
    return units <= narrowUnits
        ? (units * nsNumerator + carried) / nsDenominator
        : Wide.mulAddDivFloor(units, nsNumerator, carried, nsDenominator);
  }

  @Override
  public double expected(long timeNs) {
    return perSecond * timeNs / SECOND_NS;
  }

  @Override
  public double rate(long timeNs) {
    return perSecond;
  }
}
