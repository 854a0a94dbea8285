package dev.barrage.engine.schedule;

import dev.barrage.plan.Load;
import dev.barrage.plan.Rate;
import java.math.BigInteger;

/**
 * How many arrivals one stage expects by a time t of its own, Λ(t), and the inverse.
 *
 * <p>Numbers of arrivals are integers in units of 2^-fractionBits, so that one inverse serves both
 * even distances (0 bits: whole arrivals) and Poisson arrivals (sums of exponentials).
 */
sealed interface Shape permits HoldShape, RampShape, SineShape, ReplayShape {
  /** Nanoseconds in a second. */
  long SECOND_NS = 1_000_000_000L;

  /** Length of the stage, ns. */
  long lengthNs();

  /** Number of units u {@code >= 0} that are due in the stage: those with u + carry < Λ(length). */
  long units();

  /**
   * When Λ reaches that many units and what was carried into the stage: the whole nanosecond at or
   * before that moment, so always within the stage. Never falls as units grow.
   *
   * @param units {@code 0 <= units < units()}
   */
  long timeNs(long units);

  /** Arrivals expected by a time within the stage. */
  double expected(long timeNs);

  /** Arrivals per second at a time within the stage. */
  double rate(long timeNs);

  /**
   * @param carry what is left of an arrival when the stage begins; a replay's are its own
   */
  static Shape of(Load.ArrivalStage stage, int fractionBits, Carry carry) {
    long lengthNs = stage.length().toNanos();
    return switch (stage) {
      case Load.ArrivalStage.Hold hold -> new HoldShape(hold.rate(), lengthNs, fractionBits, carry);
      case Load.ArrivalStage.Ramp ramp when ramp.from().equals(ramp.to()) ->
          new HoldShape(ramp.from(), lengthNs, fractionBits, carry);
      case Load.ArrivalStage.Ramp ramp ->
          new RampShape(ramp.from(), ramp.to(), lengthNs, fractionBits, carry);
      case Load.ArrivalStage.Replay replay -> ReplayShape.of(replay);
      case Load.ArrivalStage.Sine sine -> new SineShape(sine, fractionBits, carry);
    };
  }

  /** {@code ceil(a / b)}, 0 if that is negative; {@code b > 0}. */
  static BigInteger ceilDiv(BigInteger a, BigInteger b) {
    return a.add(b).subtract(BigInteger.ONE).divide(b).max(BigInteger.ZERO);
  }

  /** The value, or a clear refusal if it does not fit into the given number of bits. */
  static BigInteger bounded(BigInteger value, int bits, Rate rate) {
    if (value.bitLength() > bits) {
      throw new IllegalArgumentException(
          "rate "
              + rate.numerator()
              + "/"
              + rate.denominator()
              + " per second over this length is beyond exact arithmetic; use fewer digits, a"
              + " lower rate or a shorter stage");
    }
    return value;
  }
}
