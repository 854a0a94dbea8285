package dev.barrage.engine.schedule;

import dev.barrage.plan.Load.ArrivalStage;
import dev.barrage.plan.Load.Arrivals;
import dev.barrage.plan.Rate;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * What of an arrival the stages so far have left to be waited for: a fraction c, exactly, with
 * {@code 0 <= c < 1}. Arrival k of the next stage is due when that stage's own expected count
 * reaches k + c, so that the arrivals of a whole run are those of one Λ without gaps.
 *
 * <pre>
 *   hold 1/s for 1.5s    0 ──────── 1 ────┊              Λ = 1.5, of arrival 2 a half is left
 *   hold 2/s for 1s                       ┊─ 2 ── 3 ──┊  c = 0.5
 * </pre>
 *
 * <p>Poisson arrivals and replayed ones leave it as it is. Immutable.
 */
record Carry(BigInteger numerator, BigInteger denominator) {
  static final Carry NONE = new Carry(BigInteger.ZERO, BigInteger.ONE);

  private static final BigInteger SECOND = BigInteger.valueOf(Shape.SECOND_NS);

  /** {@code floor(c · whole)}. */
  BigInteger of(BigInteger whole) {
    return whole.multiply(numerator).divide(denominator);
  }

  double value() {
    return new BigDecimal(numerator)
        .divide(new BigDecimal(denominator), MathContext.DECIMAL64)
        .doubleValue();
  }

  /** What is left after a stage: (c − Λ) mod 1. */
  Carry after(ArrivalStage stage) {
    if (stage.arrivals() == Arrivals.POISSON) {
      return this;
    }
    BigInteger ns = BigInteger.valueOf(stage.length().toNanos());
    return switch (stage) {
      case ArrivalStage.Hold hold -> less(big(hold.rate(), 1).multiply(ns), per(hold.rate(), 1));
      case ArrivalStage.Ramp ramp -> lessMean(ramp.from(), ramp.to(), ns);
      case ArrivalStage.Sine sine when ns.mod(nanos(sine)).signum() == 0 ->
          lessMean(sine.low(), sine.high(), ns);
      case ArrivalStage.Sine sine -> less(Shape.of(sine, 0, NONE).expected(ns.longValueExact()));
      case ArrivalStage.Replay replay -> this;
    };
  }

  private static BigInteger nanos(ArrivalStage.Sine sine) {
    return BigInteger.valueOf(sine.period().toNanos());
  }

  private Carry lessMean(Rate a, Rate b, BigInteger ns) {
    BigInteger sum =
        big(a, b.denominator()).add(big(b, a.denominator())); // over a.denominator · b.denominator
    return less(sum.multiply(ns), per(a, b.denominator()).shiftLeft(1));
  }

  private static BigInteger big(Rate rate, long factor) {
    return BigInteger.valueOf(rate.numerator()).multiply(BigInteger.valueOf(factor));
  }

  private static BigInteger per(Rate rate, long factor) {
    BigInteger denominator = BigInteger.valueOf(rate.denominator());
    return denominator.multiply(BigInteger.valueOf(factor)).multiply(SECOND);
  }

  private Carry less(double expected) {
    BigDecimal exact = new BigDecimal(expected);
    return less(exact.unscaledValue(), BigInteger.TEN.pow(Math.max(0, exact.scale())));
  }

  private Carry less(BigInteger n, BigInteger d) {
    BigInteger both = denominator.multiply(d);
    BigInteger left = numerator.multiply(d).subtract(n.multiply(denominator)).mod(both);
    BigInteger gcd = left.gcd(both);
    return new Carry(left.divide(gcd), both.divide(gcd));
  }
}
