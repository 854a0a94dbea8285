package dev.barrage.engine.schedule;

import dev.barrage.plan.Load;
import java.util.Arrays;
import java.util.Objects;

/**
 * One stage of an arrival schedule at its place in the run.
 *
 * <p>Poisson arrivals are a running sum of unit exponentials mapped through Λ⁻¹ (a non-homogeneous
 * Poisson process by time change; Çinlar, Introduction to Stochastic Processes, 1975), summed in
 * fixed point so that the sum does not depend on who adds it up.
 */
sealed interface Segment {
  /** Fraction bits of the Poisson sum: far below a nanosecond at 10^6 arrivals/s. */
  int FRACTION_BITS = 24;

  long startNs();

  Shape shape();

  /** Number of arrivals; one pass over all of them for Poisson, done once. */
  long count();

  /** Offset of arrival k from the run's start, ns. */
  long timeNs(long k);

  default long endNs() {
    return startNs() + shape().lengthNs();
  }

  static Segment of(Load.ArrivalStage stage, long startNs, Draw draw, Carry carry) {
    return switch (stage.arrivals()) {
      case CONSTANT -> new Even(startNs, Shape.of(stage, 0, carry));
      case POISSON -> new Poisson(startNs, Shape.of(stage, FRACTION_BITS, Carry.NONE), draw);
    };
  }

  /** Arrivals at even distances of expected count. */
  record Even(long startNs, Shape shape) implements Segment {
    @Override
    public long count() {
      return shape.units();
    }

    @Override
    public long timeNs(long k) {
      return startNs + shape.timeNs(k);
    }
  }

  /** A Poisson process. */
  final class Poisson implements Segment {
    private static final int MARK_EVERY = 1 << 12;

    private final long startNs;
    private final Shape shape;
    private final Draw draw;
    private long[] sumBeforeMark = {};
    private long count = -1;

    Poisson(long startNs, Shape shape, Draw draw) {
      this.startNs = startNs;
      this.shape = shape;
      this.draw = draw;
    }

    @Override
    public long startNs() {
      return startNs;
    }

    @Override
    public Shape shape() {
      return shape;
    }

    /** Distance of arrival k from the one before, in units of expected count. */
    long distance(long k) {
      return (long) (draw.exponential(k) * (1L << FRACTION_BITS) + 0.5);
    }

    @Override
    public synchronized long count() {
      if (count < 0) {
        long sum = 0;
        long k = 0;
        while (true) {
          if (k % MARK_EVERY == 0) {
            mark((int) (k / MARK_EVERY), sum);
          }
          sum += distance(k);
          if (sum >= shape.units()) {
            break;
          }
          k++;
        }
        count = k;
      }
      return count;
    }

    private void mark(int i, long sum) {
      if (i == sumBeforeMark.length) {
        sumBeforeMark = Arrays.copyOf(sumBeforeMark, Math.max(16, 2 * i));
      }
      sumBeforeMark[i] = sum;
    }

    @Override
    public synchronized long timeNs(long k) {
      Objects.checkIndex(k, count());
      long sum = sumBeforeMark[(int) (k / MARK_EVERY)];
      for (long i = k - k % MARK_EVERY; i <= k; i++) {
        sum += distance(i);
      }
      return startNs + shape.timeNs(sum);
    }
  }
}
