package dev.barrage.measure;

import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;

/**
 * A histogram of nanoseconds (1 ns … 1 h, 3 digits) whose minimum and maximum are exact.
 *
 * <p>HdrHistogram rounds both to its buckets. Values beyond an hour are counted at an hour and in
 * {@link #clamped()}; {@link #getMaxValue()} is then the true one. Not for concurrent use.
 */
public final class ExactHistogram extends Histogram {
  private static final long serialVersionUID = 1L;

  private long exactMin = Long.MAX_VALUE;
  private long exactMax;
  private long clamped;

  public ExactHistogram() {
    super(1, Distribution.HIGHEST_NS, Distribution.DIGITS);
  }

  @Override
  public void recordValue(long value) {
    super.recordValue(value);
    include(value, value, 0);
  }

  @Override
  public void recordValueWithCount(long value, long count) {
    super.recordValueWithCount(value, count);
    if (count > 0) {
      include(value, value, 0);
    }
  }

  /** Counts values of one bucket whose extremes are told by {@link #include}. */
  void recordBucket(long value, long count) {
    super.recordValueWithCount(value, count);
  }

  /** Takes note of exact extremes of values recorded by other means. */
  void include(long min, long max, long moreClamped) {
    exactMin = Math.min(exactMin, min);
    exactMax = Math.max(exactMax, max);
    clamped += moreClamped;
  }

  /** How many values were beyond the range and counted at its end. */
  public long clamped() {
    return clamped;
  }

  @Override
  public long getMinValue() {
    return exactMin == Long.MAX_VALUE ? super.getMinValue() : exactMin;
  }

  @Override
  public long getMaxValue() {
    return exactMin == Long.MAX_VALUE ? super.getMaxValue() : exactMax;
  }

  @Override
  public void add(AbstractHistogram other) {
    super.add(other);
    if (other.getTotalCount() > 0) {
      long more = other instanceof ExactHistogram exact ? exact.clamped : 0;
      include(other.getMinValue(), other.getMaxValue(), more);
    }
  }

  /** Adds a histogram whose exact extremes are known from elsewhere. */
  void addPart(Histogram other, long min, long max) {
    super.add(other);
    include(min, max, 0);
  }

  @Override
  public void reset() {
    super.reset();
    exactMin = Long.MAX_VALUE;
    exactMax = 0;
    clamped = 0;
  }
}
