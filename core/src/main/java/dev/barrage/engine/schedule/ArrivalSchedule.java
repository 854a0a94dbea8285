package dev.barrage.engine.schedule;

import dev.barrage.plan.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * When the arrivals of an open load are due, warm-up included: the intended times of the run.
 *
 * <pre>
 *   ArrivalSchedule schedule = new ArrivalSchedule(load, plan.warmup(), plan.seed());
 *   Cursor mine = schedule.cursor(loop, loops);
 *   for (long t = mine.next(); t != Long.MAX_VALUE; t = mine.next()) … // arrival mine.index()
 * </pre>
 *
 * <p>Arrival n of the stages is due when their expected count Λ(t) reaches n, as long as n <
 * Λ(length): in whole, whatever the stages' own parts of it ({@link Carry}). The time is that
 * moment rounded down to a nanosecond. It is computed from n alone, in integers, so nothing
 * accumulates over hours or stages. Poisson arrivals are due when their stage's own Λ(t) reaches
 * the sum of k + 1 exponentials of mean 1.
 *
 * <p>Worked: {@code hold 3/s for 1s} is due at 0, 333 333 333 and 666 666 666 ns; {@code ramp from
 * 0 to 2/s over 2s} at 0 and 1 414 213 562 ns; ten stages {@code hold 0.5/s for 1s} have five
 * arrivals.
 *
 * <p>The warm-up offers the first stage's start rate. Immutable; any thread.
 */
public final class ArrivalSchedule {
  private static final String STREAM = "arrivals";

  private final Segment[] segments;
  private final long endNs;

  /**
   * @throws IllegalArgumentException rates and lengths so large or fine that times would not be
   *     exact (beyond 2^62 arrivals, or denominators of more than about 12 digits)
   */
  public ArrivalSchedule(Load.Open load, Duration warmup, long seed) {
    List<Segment> found = new ArrayList<>();
    Load.ArrivalStage first = load.stages().getFirst();
    Load.ArrivalStage before =
        new Load.ArrivalStage.Hold(first.startRate(), warmup, first.arrivals());
    long startNs = add(found, before, 0, draw(seed, -1), Carry.NONE);
    Carry carry = Carry.NONE;
    for (int i = 0; i < load.stages().size(); i++) {
      // Numbered without the warm-up: the measured arrivals are the same with and without it.
      Load.ArrivalStage stage = load.stages().get(i);
      startNs = add(found, stage, startNs, draw(seed, i), carry);
      carry = carry.after(stage);
    }
    this.segments = found.toArray(Segment[]::new);
    this.endNs = startNs;
  }

  private static Draw draw(long seed, int stage) {
    return new Draw(seed, Draw.stream(STREAM) + stage);
  }

  private static long add(
      List<Segment> to, Load.ArrivalStage stage, long startNs, Draw draw, Carry carry) {
    if (stage.length().isPositive()) {
      to.add(Segment.of(stage, startNs, draw, carry));
    }
    return Math.addExact(startNs, stage.length().toNanos());
  }

  /** End of the last stage, ns; every arrival is before it. */
  public long endNs() {
    return endNs;
  }

  /**
   * Arrivals in warm-up and stages together. With Poisson arrivals the first call draws them all
   * (about 30 ns each): not for the hot path.
   */
  public long count() {
    long count = 0;
    for (Segment segment : segments) {
      count += segment.count();
    }
    return count;
  }

  /**
   * When arrival n is due, ns from the start.
   *
   * @throws IndexOutOfBoundsException n is not in 0 … {@link #count()} − 1
   */
  public long timeNs(long n) {
    long k = n;
    for (Segment segment : segments) {
      if (k >= 0 && k < segment.count()) {
        return segment.timeNs(k);
      }
      k -= segment.count();
    }
    throw new IndexOutOfBoundsException("arrival " + n + " of " + count());
  }

  /** Arrivals expected before an offset: the inverse of {@link #timeNs}, up to rounding. */
  public double expectedCount(long offsetNs) {
    double sum = 0;
    for (Segment segment : segments) {
      long in = Math.clamp(offsetNs - segment.startNs(), 0, segment.shape().lengthNs());
      sum += segment.shape().expected(in);
    }
    return sum;
  }

  /** Planned arrivals per second at an offset; 0 before the start and from the end on. */
  public double rateAt(long offsetNs) {
    for (Segment segment : segments) {
      if (offsetNs >= segment.startNs() && offsetNs < segment.endNs()) {
        return segment.shape().rate(offsetNs - segment.startNs());
      }
    }
    return 0;
  }

  /**
   * The arrivals n = first, first + stride, first + 2 · stride …: one loop's share. All shares
   * together are all arrivals, whatever the stride.
   *
   * @param first {@code 0 <= first < stride}
   * @param stride number of shares
   */
  public Cursor cursor(int first, int stride) {
    Objects.checkIndex(first, stride);
    return new Cursor(segments, first, stride);
  }

  /** Walks one share of the arrivals in order. One thread; allocates nothing after creation. */
  public static final class Cursor {
    private final Segment[] segments;
    private final int stride;
    private int at;
    private long nextInSegment;
    private long poissonSum;
    private long advance;
    private long index = -1;

    private Cursor(Segment[] segments, int first, int stride) {
      this.segments = segments;
      this.stride = stride;
      this.advance = first + 1L;
    }

    /** Offset of the next arrival, ns, or {@link Long#MAX_VALUE} after the last. */
    public long next() {
      long left = advance;
      while (at < segments.length) {
        long time =
            switch (segments[at]) {
              case Segment.Even even -> even(even, left);
              case Segment.Poisson poisson -> poisson(poisson, left);
            };
        if (time >= 0) {
          index += advance;
          advance = stride;
          return time;
        }
        left = -time - 1;
        at++;
        nextInSegment = 0;
        poissonSum = 0;
      }
      return Long.MAX_VALUE;
    }

    /**
     * The task that the arrival asks for, among all of the plan, from 0; negative: any by weight.
     */
    public int task() {
      return at < segments.length && segments[at].shape() instanceof ReplayShape replay
          ? replay.task(nextInSegment - 1)
          : -1;
    }

    /** The number n of the arrival that {@link #next} returned last; −1 before the first. */
    public long index() {
      return index;
    }

    /** Takes the left-th arrival from here; if the segment has fewer: −1 − how many lack. */
    private long even(Segment.Even segment, long left) {
      long available = segment.shape().units() - nextInSegment;
      if (left > available) {
        return -1 - (left - available);
      }
      nextInSegment += left;
      return segment.startNs() + segment.shape().timeNs(nextInSegment - 1);
    }

    private long poisson(Segment.Poisson segment, long left) {
      long sum = poissonSum;
      long units = segment.shape().units();
      for (long i = left; i > 0; i--) {
        sum += segment.distance(nextInSegment);
        if (sum >= units) {
          return -1 - i;
        }
        nextInSegment++;
      }
      poissonSum = sum;
      return segment.startNs() + segment.shape().timeNs(sum);
    }
  }
}
