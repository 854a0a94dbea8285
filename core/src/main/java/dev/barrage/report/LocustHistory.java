package dev.barrage.report;

import dev.barrage.measure.Summary;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Locust's {@code _stats_history.csv}: a row for each second of the measured window and the drain,
 * with totals up to that second. Percentiles are of all requests so far.
 *
 * <p>Seconds come from {@code timeline[]}, distributions from {@code latency.hlog}; without the log
 * the columns of latency are N/A. Numbers of the last row are those of the record.
 */
public final class LocustHistory {
  /** Over how many seconds Locust takes the current rate. */
  private static final int CURRENT_ROWS = 10;

  /** Intervals of the log begin a little after the second they are of. */
  private static final double SLACK_S = 0.02;

  private static final List<String> HEADERS =
      Stream.of(
              Stream.of("Timestamp", "User Count", "Type", "Name", "Requests/s", "Failures/s"),
              LocustCsv.PERCENTILE_HEADERS.stream(),
              Stream.of(
                  "Total Request Count",
                  "Total Failure Count",
                  "Total Median Response Time",
                  "Total Average Response Time",
                  "Total Min Response Time",
                  "Total Max Response Time",
                  "Total Average Content Size"))
          .flatMap(headers -> headers)
          .toList();

  private final JsonNode run;
  private final Appendable out;
  private final long startedAtMs;
  private final Series whole = new Series("", LocustCsv.AGGREGATED);

  private LocustHistory(JsonNode run, Appendable out) {
    this.run = run;
    this.out = out;
    this.startedAtMs = Instant.parse(Tree.text(run, "started_at")).toEpochMilli();
  }

  public static void write(StoredRun stored, Appendable out) throws IOException {
    Csv.row(out, HEADERS);
    LocustHistory history = new LocustHistory(stored.run(), out);
    try (Intervals intervals = Intervals.of(stored)) {
      history.rows(intervals);
    }
  }

  private void rows(Intervals intervals) throws IOException {
    List<JsonNode> rows = new ArrayList<>(Tree.list(run, "timeline"));
    rows.removeIf(row -> Tree.text(row, "phase").equals("warmup"));
    for (int i = 0; i < rows.size(); i++) {
      boolean last = i == rows.size() - 1;
      double endS = endS(rows.get(i));
      double untilS = last ? Double.POSITIVE_INFINITY : endS - SLACK_S;
      whole.add(rows.get(i), intervals.until(untilS));
      row(rows.get(i), whole, endS, last ? run : null);
    }
  }

  private static double endS(JsonNode row) {
    return Tree.number(row, "t_s") + Tree.number(row, "length_s");
  }

  /**
   * @param end of the last row: the record whose totals it bears
   */
  private void row(JsonNode row, Series series, double endS, @Nullable JsonNode end)
      throws IOException {
    List<String> cells = new ArrayList<>();
    cells.add(Long.toString((startedAtMs + Math.round(endS * 1e3)) / 1000));
    cells.add(Tree.text(row, "users"));
    cells.addAll(series.now());
    cells.addAll(end == null ? series.totals() : LocustCsv.totals(end, series.content()));
    Csv.row(out, cells);
  }

  /** The log of latencies, taken as far as the rows have come. */
  private static final class Intervals implements AutoCloseable {
    private final @Nullable HistogramLogReader reader;
    private @Nullable Histogram next;
    private long firstMs;

    private Intervals(@Nullable HistogramLogReader reader) {
      this.reader = reader;
      if (reader != null) {
        advance(reader);
        firstMs = (long) (reader.getStartTimeSec() * 1e3);
      }
    }

    static Intervals of(StoredRun stored) {
      try {
        return new Intervals(
            stored.directory().isEmpty()
                ? null
                : new HistogramLogReader(
                    stored.directory().get().resolve(RecordDirectory.LATENCY_LOG).toFile()));
      } catch (FileNotFoundException e) {
        return new Intervals(null);
      }
    }

    private void advance(HistogramLogReader from) {
      do {
        next = LatencyLog.next(from);
      } while (next != null && LatencyLog.WARMUP.equals(next.getTag()));
    }

    /** What began before this time since the start of the run; null: there is no log. */
    @Nullable Histogram until(double endS) {
      if (reader == null) {
        return null;
      }
      Histogram taken = Series.histogram();
      while (next != null && (next.getStartTimeStamp() - firstMs) / 1e3 < endS) {
        taken.add(next);
        advance(reader);
      }
      return taken;
    }

    @Override
    public void close() {
      if (reader != null) {
        reader.close();
      }
    }
  }

  /** The requests of one line of Locust's table, as they come in. */
  private static final class Series {
    private final String type;
    private final String name;
    private final Histogram latency = histogram();
    private final ArrayDeque<JsonNode> current = new ArrayDeque<>();
    private boolean measured = true;
    private long requests;
    private long failures;
    private double contentBytes;

    Series(String type, String name) {
      this.type = type;
      this.name = name;
    }

    static Histogram histogram() {
      Histogram histogram = new Histogram(3);
      histogram.setAutoResize(true);
      return histogram;
    }

    void add(JsonNode row, @Nullable Histogram second) {
      requests += ended(row);
      failures += Tree.count(row, "failed");
      contentBytes += Tree.number(row, "content_bytes");
      current.add(row);
      if (current.size() > CURRENT_ROWS) {
        current.remove();
      }
      measured &= second != null;
      if (second != null) {
        latency.add(second);
      }
    }

    private static long ended(JsonNode row) {
      return Tree.count(row, "ok") + Tree.count(row, "failed");
    }

    List<String> now() {
      List<String> cells = new ArrayList<>(List.of(type, name));
      cells.add(perSecond(Series::ended));
      cells.add(perSecond(row -> Tree.count(row, "failed")));
      Summary summary = Summary.of(latency);
      for (int i = 0; i < Summary.size(); i++) {
        cells.add(percentile(summary.percentiles()[i]));
      }
      cells.add(percentile(summary.maxUs()));
      return cells;
    }

    private String percentile(double us) {
      return Double.isNaN(us) ? LocustCsv.NOT_AVAILABLE : LocustCsv.wholeMs(us);
    }

    private String perSecond(ToLongFunction<JsonNode> count) {
      double lengthS = current.stream().mapToDouble(row -> Tree.number(row, "length_s")).sum();
      double perS = lengthS > 0 ? current.stream().mapToLong(count).sum() / lengthS : 0;
      return String.format(Locale.ROOT, "%.6f", perS);
    }

    List<String> totals() {
      Summary summary = Summary.of(latency);
      return List.of(
          Long.toString(requests),
          Long.toString(failures),
          time(LocustCsv.wholeMs(summary.percentiles()[0])),
          time(LocustCsv.decimal(summary.meanUs() / 1e3)),
          time(LocustCsv.decimal(summary.minUs() / 1e3)),
          time(LocustCsv.decimal(summary.maxUs() / 1e3)),
          content());
    }

    private String time(String shown) {
      return measured ? shown : LocustCsv.NOT_AVAILABLE;
    }

    String content() {
      return LocustCsv.average(contentBytes, requests);
    }
  }
}
