package dev.barrage.engine.schedule;

import dev.barrage.plan.Rate;
import java.math.BigInteger;

/**
 * A constant rate p/q per second: Λ(t) = p · t / (q · 10^9), t in ns.
 *
 * <p>The inverse is one multiplication and one division of integers: time = units · nsNumerator /
 * nsDenominator. Their product leaves 63 bits only after hours; then 128 bits are used.
 */
final class HoldShape implements Shape {
  private final double perSecond;
  private final long lengthNs;
  private final long units;
  private final long nsNumerator;
  private final long nsDenominator;
  private final long narrowUnits;

  HoldShape(Rate rate, long lengthNs, int fractionBits) {
    this.perSecond = rate.perSecond();
    this.lengthNs = lengthNs;
    BigInteger events = BigInteger.valueOf(rate.numerator()).shiftLeft(fractionBits);
    BigInteger ns = BigInteger.valueOf(rate.denominator()).multiply(BigInteger.valueOf(SECOND_NS));
    BigInteger gcd = events.gcd(ns);
    events = Shape.bounded(events.divide(gcd), 63, rate);
    ns = Shape.bounded(ns.divide(gcd), 63, rate);
    BigInteger[] due = events.multiply(BigInteger.valueOf(lengthNs)).divideAndRemainder(ns);
    BigInteger ceil = due[1].signum() == 0 ? due[0] : due[0].add(BigInteger.ONE);
    this.units = Shape.bounded(ceil, 62, rate).longValueExact();
    this.nsNumerator = ns.longValueExact();
    this.nsDenominator = events.longValueExact();
    this.narrowUnits = Long.MAX_VALUE / nsNumerator;
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
        ? units * nsNumerator / nsDenominator
        : Wide.mulDivFloor(units, nsNumerator, nsDenominator);
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
