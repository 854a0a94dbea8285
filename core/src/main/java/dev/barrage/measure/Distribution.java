package dev.barrage.measure;

import java.util.Arrays;
import org.HdrHistogram.AbstractHistogram;
import org.jspecify.annotations.Nullable;

/**
 * Counts of nanosecond values in HdrHistogram's own buckets (lowest 1 ns, 3 digits), in pages that
 * come into being when first touched.
 *
 * <p>Why not HdrHistogram itself while the load runs: a histogram of 1 ns … 1 h is 270 KB, of which
 * a run touches a tenth; a page here is one power of two, 8 KB, so that several per loop, per
 * second and per request name stay cheap to keep, to clear and to merge. {@link #addTo} gives
 * exactly the histogram that recording each value would have given.
 *
 * <p>Values below 0 count as 0; values above 1 h are counted at 1 h ({@link #clamped}); {@link
 * #min} and {@link #max} are exact. Single-writer; no allocation once its pages exist.
 */
final class Distribution {
  static final long HIGHEST_NS = 3_600_000_000_000L;
  static final int DIGITS = 3;

  private static final int CELLS = 1024;
  private static final int PAGES = 33;

  private final long[] @Nullable [] pages = new long[PAGES][];
  private long used;
  private long count;
  private long clamped;
  private long min = Long.MAX_VALUE;
  private long max;

  void record(long valueNs) {
    long value = Math.max(0, valueNs);
    count++;
    if (value < min) {
      min = value;
    }
    if (value > max) {
      max = value;
    }
    if (value > HIGHEST_NS) {
      value = HIGHEST_NS;
      clamped++;
    }
    int octave = Math.max(0, 53 - Long.numberOfLeadingZeros(value));
    int cell = (int) (value >>> octave);
    page(octave + (cell >>> 10))[cell & (CELLS - 1)]++;
  }

  private long[] page(int index) {
    long[] page = pages[index];
    if (page == null) {
      page = new long[CELLS];
      pages[index] = page;
    }
    used |= 1L << index;
    return page;
  }

  long count() {
    return count;
  }

  long clamped() {
    return clamped;
  }

  /** Smallest value; {@link Long#MAX_VALUE} if there is none. */
  long min() {
    return min;
  }

  /** Largest value, clamped ones as they were; 0 if there is none. */
  long max() {
    return max;
  }

  void add(Distribution other) {
    for (int p = 0; p < PAGES; p++) {
      long[] from = other.pages[p];
      if (from != null && (other.used & 1L << p) != 0) {
        long[] to = page(p);
        for (int i = 0; i < CELLS; i++) {
          to[i] += from[i];
        }
      }
    }
    count += other.count;
    clamped += other.clamped;
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
  }

  /** Forgets all values and keeps the pages. */
  void clear() {
    for (int p = 0; p < PAGES; p++) {
      long[] page = pages[p];
      if (page != null && (used & (1L << p)) != 0) {
        Arrays.fill(page, 0);
      }
    }
    used = 0;
    count = 0;
    clamped = 0;
    min = Long.MAX_VALUE;
    max = 0;
  }

  /**
   * The value that {@code percent} of all values do not exceed: the upper end of the bucket that
   * holds rank ceil(percent · count / 100), at most the exact maximum; NaN without values.
   */
  double percentile(double percent) {
    if (count == 0) {
      return Double.NaN;
    }
    return valueAtRank(Math.max(1, (long) Math.ceil(percent / 100 * count - 1e-6)));
  }

  /** The value of a rank from 1 to {@link #count}: its bucket's upper end, at most the maximum. */
  double valueAtRank(long rank) {
    long seen = 0;
    for (int p = 0; p < PAGES; p++) {
      long[] page = pages[p];
      if (page == null) {
        continue;
      }
      for (int i = 0; i < CELLS; i++) {
        seen += page[i];
        if (seen >= rank) {
          return Math.min(lowest(p, i) + width(p) - 1, max);
        }
      }
    }
    return max;
  }

  /** Mean of all values, each taken to be in the middle of its bucket; NaN without values. */
  double mean() {
    return count == 0 ? Double.NaN : sum() / count;
  }

  /** Sum of all values, each taken to be in the middle of its bucket: within 0.05 %. */
  double sum() {
    double sum = 0;
    for (int p = 0; p < PAGES; p++) {
      long[] page = pages[p];
      for (int i = 0; page != null && i < CELLS; i++) {
        sum += page[i] * (lowest(p, i) + (width(p) - 1) / 2.0);
      }
    }
    return sum;
  }

  /** How many values lie in buckets that end at or below a bound. */
  long countUpTo(long boundNs) {
    long count = 0;
    for (int p = 0; p < PAGES; p++) {
      long[] page = pages[p];
      for (int i = 0; page != null && i < CELLS; i++) {
        if (lowest(p, i) + width(p) - 1 > boundNs) {
          return count;
        }
        count += page[i];
      }
    }
    return count;
  }

  /**
   * What came since an earlier copy of this. Its extremes are those of its buckets, and at most
   * this one's maximum.
   *
   * @param earlier holds no more than this in any bucket
   */
  Distribution since(Distribution earlier) {
    Distribution since = new Distribution();
    for (int p = 0; p < PAGES; p++) {
      long[] now = pages[p];
      long[] then = earlier.pages[p];
      for (int i = 0; now != null && i < CELLS; i++) {
        long more = now[i] - (then == null ? 0 : then[i]);
        if (more > 0) {
          since.page(p)[i] = more;
          since.count += more;
          since.min = Math.min(since.min, lowest(p, i));
          since.max = Math.min(lowest(p, i) + width(p) - 1, max);
        }
      }
    }
    return since;
  }

  /** Adds all to a histogram of lowest 1, {@link #DIGITS} digits and a range up to {@link #max}. */
  void addTo(AbstractHistogram histogram) {
    for (int p = 0; p < PAGES; p++) {
      long[] page = pages[p];
      if (page == null || (used & (1L << p)) == 0) {
        continue;
      }
      for (int i = 0; i < CELLS; i++) {
        if (page[i] != 0 && histogram instanceof ExactHistogram exact) {
          exact.recordBucket(lowest(p, i), page[i]);
        } else if (page[i] != 0) {
          histogram.recordValueWithCount(lowest(p, i), page[i]);
        }
      }
    }
    if (histogram instanceof ExactHistogram exact && count > 0) {
      exact.include(min, max, clamped);
    }
  }

  ExactHistogram toHistogram() {
    ExactHistogram histogram = new ExactHistogram();
    addTo(histogram);
    return histogram;
  }

  private static long lowest(int page, int cell) {
    return page == 0 ? cell : (long) (CELLS + cell) << (page - 1);
  }

  private static long width(int page) {
    return page == 0 ? 1 : 1L << (page - 1);
  }
}
