package dev.barrage.measure;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;

/**
 * A file of interval histograms in the standard HdrHistogram log format: nanoseconds, one interval
 * a second, warm-up requests tagged {@code warmup}. Its column of maxima is in milliseconds.
 *
 * <p>Each interval reaches the file whole or not at all, so that a log cut off in mid-run is
 * readable. For use by one thread.
 */
final class IntervalLog implements Closeable {
  static final String WARMUP_TAG = "warmup";
  private static final double NS_PER_MS = 1e6;

  private final OutputStream file;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream print = new PrintStream(bytes, false, StandardCharsets.UTF_8);
  private final HistogramLogWriter writer = new HistogramLogWriter(print);
  private final Histogram scratch = new Histogram(1, Distribution.HIGHEST_NS, Distribution.DIGITS);

  IntervalLog(Path path, String what, Instant start) throws IOException {
    file = new BufferedOutputStream(Files.newOutputStream(path));
    writer.outputComment("[" + what + ", nanoseconds; intervals by done time]");
    writer.outputLogFormatVersion();
    writer.outputStartTime(start.toEpochMilli());
    writer.outputBaseTime(start.toEpochMilli());
    writer.setBaseTime(start.toEpochMilli());
    writer.outputLegend();
    flush();
  }

  void write(double fromS, double toS, boolean warmup, Distribution... parts) {
    scratch.reset();
    for (Distribution part : parts) {
      part.addTo(scratch);
    }
    if (scratch.getTotalCount() == 0) {
      return;
    }
    scratch.setTag(warmup ? WARMUP_TAG : null);
    writer.outputIntervalHistogram(fromS, toS, scratch, NS_PER_MS);
  }

  void flush() throws IOException {
    print.flush();
    bytes.writeTo(file);
    bytes.reset();
    file.flush();
  }

  @Override
  public void close() throws IOException {
    try (file) {
      flush();
    }
  }

  /**
   * All intervals without a tag, merged: the latency of the measured window. What a broken-off last
   * line held is lost.
   */
  static ExactHistogram merge(Path path) throws IOException {
    ExactHistogram merged = new ExactHistogram();
    for (String line : Files.readString(path).lines().toList()) {
      EncodableHistogram interval = decode(line);
      if (interval instanceof AbstractHistogram histogram && histogram.getTag() == null) {
        merged.add(histogram);
      }
    }
    return merged;
  }

  /** One line of a log; null for comments and for what is no whole interval. */
  private static @org.jspecify.annotations.Nullable EncodableHistogram decode(String line) {
    if (line.isEmpty() || line.startsWith("#") || line.startsWith("\"")) {
      return null;
    }
    try (HistogramLogReader reader =
        new HistogramLogReader(
            new ByteArrayInputStream((line + "\n").getBytes(StandardCharsets.UTF_8)))) {
      return reader.nextIntervalHistogram();
    } catch (RuntimeException e) {
      return null; // torn by a kill in mid-write; the rest of the log counts
    }
  }
}
