package dev.barrage.report;

import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.HdrHistogram.HistogramLogReader;
import org.jspecify.annotations.Nullable;

/**
 * What an interval log holds, brought down to columns of time: percentiles of each column are of
 * its merged histograms, never averages of percentiles.
 *
 * @param measured all intervals without the tag {@code warmup}, merged; nanoseconds
 * @param columnS width of a column in seconds
 * @param columns from the start of the log on, warm-up included
 */
record LatencyLog(Histogram measured, double columnS, List<Column> columns) {
  /** Bins of the heat map: twenty for each factor of ten, from 1 µs to over 1 h. */
  static final int BINS_PER_DECADE = 20;

  private static final int BINS = 10 * BINS_PER_DECADE;
  static final String WARMUP = "warmup";

  /**
   * @param bins requests by latency; bin i begins at 10^(i / {@value #BINS_PER_DECADE}) µs
   */
  record Column(double p50Us, double p99Us, double maxUs, long[] bins) {}

  static double binStartUs(int bin) {
    return Math.pow(10, (double) bin / BINS_PER_DECADE);
  }

  /** The column of a time since the start of the run; rows begin at whole seconds, near enough. */
  Optional<Column> at(double tS) {
    int column = (int) Math.floor((tS + 0.5) / columnS);
    return column < columns.size() ? Optional.of(columns.get(column)) : Optional.empty();
  }

  /**
   * Reads a log as far as it is whole: the last line of a killed run may be cut.
   *
   * @param columnS seconds per column
   * @return empty if there is no such log or nothing in it
   */
  static Optional<LatencyLog> read(Path log, double columnS) {
    if (!Files.isReadable(log)) {
      return Optional.empty();
    }
    try (HistogramLogReader reader = new HistogramLogReader(log.toFile())) {
      Columns columns = new Columns(columnS);
      for (Histogram interval = next(reader); interval != null; interval = next(reader)) {
        columns.add(interval, reader.getStartTimeSec());
      }
      return columns.end();
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** The next interval; null at the end, or where the log is cut. */
  static @Nullable Histogram next(HistogramLogReader reader) {
    try {
      while (reader.hasNext()) {
        EncodableHistogram interval = reader.nextIntervalHistogram();
        if (interval instanceof Histogram histogram) {
          return histogram;
        }
      }
      return null;
    } catch (RuntimeException cutLine) {
      return null;
    }
  }

  /** Collects intervals, one column at a time. */
  private static final class Columns {
    private final double columnS;
    private final List<Column> columns = new ArrayList<>();
    private final Histogram measured = new Histogram(3);
    private final Histogram open = new Histogram(3);
    private long[] bins = new long[BINS];
    private long firstMs = Long.MIN_VALUE;

    Columns(double columnS) {
      this.columnS = columnS;
      measured.setAutoResize(true);
      open.setAutoResize(true);
    }

    /**
     * @param logStartS the log's own start time; 0: it says none
     */
    void add(Histogram interval, double logStartS) {
      if (firstMs == Long.MIN_VALUE) {
        firstMs = logStartS > 0 ? (long) (logStartS * 1e3) : interval.getStartTimeStamp();
      }
      double startS = (interval.getStartTimeStamp() - firstMs) / 1e3;
      // Interval starts are within milliseconds of whole seconds: half a second decides.
      long column = (long) Math.floor((startS + 0.5) / columnS);
      while (columns.size() < column && columns.size() < 100_000) {
        closeColumn();
      }
      if (!WARMUP.equals(interval.getTag())) {
        measured.add(interval);
      }
      open.add(interval);
      for (HistogramIterationValue value : interval.recordedValues()) {
        bins[bin(value.getValueIteratedTo() / 1e3)] += value.getCountAddedInThisIterationStep();
      }
    }

    Optional<LatencyLog> end() {
      if (firstMs == Long.MIN_VALUE) {
        return Optional.empty();
      }
      closeColumn();
      return Optional.of(new LatencyLog(measured, columnS, List.copyOf(columns)));
    }

    private void closeColumn() {
      boolean empty = open.getTotalCount() == 0;
      columns.add(
          new Column(
              empty ? Double.NaN : open.getValueAtPercentile(50) / 1e3,
              empty ? Double.NaN : open.getValueAtPercentile(99) / 1e3,
              empty ? Double.NaN : open.getMaxValue() / 1e3,
              bins));
      open.reset();
      bins = new long[BINS];
    }

    private static int bin(double us) {
      return Math.clamp(
          (int) Math.floor(Math.log10(Math.max(us, 1)) * BINS_PER_DECADE), 0, BINS - 1);
    }
  }
}
