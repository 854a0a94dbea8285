package dev.barrage.engine.schedule;

import dev.barrage.plan.Load;
import dev.barrage.plan.Rate;

/**
 * A rate that swings between low and high, beginning at the low point.
 *
 * <pre>
 *   high ┐    ╭─╮      ╭─╮     rate(t) = M − A · cos(2π t / P)
 *        │   ╱   ╲    ╱   ╲       M = (high + low) / 2, A = (high − low) / 2, arrivals/s
 *   low  ┴──╯     ╰──╯     ╰   Λ(t) = M · t − A · P / 2π · sin(2π t / P)
 *        0        P        2P     its integral over one period: M · P
 * </pre>
 *
 * <p>Λ is transcendental, so it is computed in doubles (by operations that are the same on every
 * machine), by whole periods and the rest of one. The inverse bisects a fixed tree of times down to
 * one nanosecond: because which times are looked at depends only on the answers before, later
 * arrivals never come out earlier, however Λ is rounded. The upper levels of the tree are a table.
 */
final class SineShape implements Shape {
  private static final int CELLS = 1024;

  private final double mean;
  private final double amplitude;
  private final long periodNs;
  private final long lengthNs;
  private final double unit;
  private final double perPeriod;
  private final long units;
  private final double[] expectedAtCell = new double[CELLS];

  private final double carry;

  SineShape(Load.ArrivalStage.Sine sine, int fractionBits, Carry carry) {
    Rate low = sine.low();
    Rate high = sine.high();
    this.periodNs = sine.period().toNanos();
    if (periodNs <= 0) {
      throw new IllegalArgumentException("sine period is " + periodNs + "ns; must be > 0");
    }
    this.mean = (high.perSecond() + low.perSecond()) / 2;
    this.amplitude = (high.perSecond() - low.perSecond()) / 2;
    this.lengthNs = sine.length().toNanos();
    this.carry = carry.value();
    this.unit = 1.0 / (1L << fractionBits);
    this.perPeriod = mean * periodNs / SECOND_NS;
    for (int cell = 0; cell < CELLS; cell++) {
      expectedAtCell[cell] = inPeriod(cellStartNs(cell));
    }
    double due = Math.max(0, Math.ceil((expected(lengthNs) - this.carry) / unit));
    if (due >= 0x1p62) {
      throw new IllegalArgumentException("sine up to " + high.perSecond() + "/s is too high");
    }
    this.units = (long) due;
  }

  private long cellStartNs(int cell) {
    return Wide.mulDivFloor(periodNs, cell, CELLS);
  }

  /** Λ within one period. */
  private double inPeriod(long timeNs) {
    double swing = amplitude * periodNs / SECOND_NS / (2 * Math.PI);
    return mean * timeNs / SECOND_NS - swing * sinOfTurns((double) timeNs / periodNs);
  }

  /**
   * sin(2π · turns) for 0 ≤ turns ≤ 1, folded into ±π/4, where a Taylor series to degree 15 or 16
   * is exact to a double. By hand, because {@link StrictMath#sin} allocates.
   */
  private static double sinOfTurns(double turns) {
    int quadrant = (int) (turns * 4 + 0.5);
    double x = (turns * 4 - quadrant) * (Math.PI / 2);
    double square = x * x;
    boolean even = (quadrant & 1) == 0;
    double term = 1;
    for (int degree = even ? 14 : 15; degree > 0; degree -= 2) {
      term = 1 - square / (degree * (degree + 1)) * term;
    }
    double value = even ? x * term : term;
    return (quadrant & 2) == 0 ? value : -value;
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
    double events = units * unit + carry;
    double periods = Math.floor(events / perPeriod);
    double rest = events - periods * perPeriod;
    int cell = 0;
    for (int half = CELLS / 2; half > 0; half /= 2) {
      if (expectedAtCell[cell + half] <= rest) {
        cell += half;
      }
    }
    long low = cellStartNs(cell);
    long high = cellStartNs(cell + 1);
    while (high - low > 1) {
      long middle = (low + high) >>> 1;
      if (inPeriod(middle) <= rest) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.min(((long) periods) * periodNs + low, lengthNs - 1);
  }

  @Override
  public double expected(long timeNs) {
    return timeNs / periodNs * perPeriod + inPeriod(timeNs % periodNs);
  }

  @Override
  public double rate(long timeNs) {
    return mean - amplitude * StrictMath.cos(2 * Math.PI * (timeNs % periodNs) / periodNs);
  }
}
