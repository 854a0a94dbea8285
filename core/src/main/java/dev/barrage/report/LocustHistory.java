package dev.barrage.report;

import dev.barrage.measure.RequestLog;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.PackedHistogram;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Locust's {@code _stats_history.csv}: a row for each second of the measured window and the drain,
 * with totals up to that second; in the full history one for each request name, too. Percentiles
 * are of all requests so far, in the full history of the last ten seconds: as Locust has it.
 *
 * <p>Seconds come from {@code timeline[]}, distributions from {@code latency.hlog} (without it the
 * columns of latency are N/A), numbers by name from {@code requests.jsonl}. The totals of the last
 * rows are those of the record.
 */
public final class LocustHistory {
  /** What the logs hold of a second begins a little after it. */
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
  private final boolean full;
  private final Appendable out;
  private final long startedAtMs;
  private final LocustSeries whole;

  private LocustHistory(JsonNode run, boolean full, Appendable out) {
    this.run = run;
    this.full = full;
    this.out = out;
    this.startedAtMs = Instant.parse(Tree.text(run, "started_at")).toEpochMilli();
    this.whole = new LocustSeries("", LocustCsv.AGGREGATED, LocustHistory::plain);
  }

  /** The rows of all requests together. */
  public static void write(StoredRun stored, Appendable out) throws IOException {
    Csv.row(out, HEADERS);
    LocustHistory history = new LocustHistory(stored.run(), false, out);
    try (Latencies latencies = Latencies.of(stored)) {
      history.rows(latencies, null);
    }
  }

  /**
   * With the rows of each request name.
   *
   * @throws IOException the run kept no numbers by request and second
   */
  public static void writeFull(StoredRun stored, Appendable out) throws IOException {
    Csv.row(out, HEADERS);
    LocustHistory history = new LocustHistory(stored.run(), true, out);
    boolean one = Tree.list(stored.run(), "requests").size() <= 1;
    try (Latencies latencies = Latencies.of(stored);
        ByName names = one ? null : ByName.of(stored)) {
      history.rows(latencies, names);
    }
  }

  private static LocustSeries series(JsonNode request) {
    String method = Tree.text(request, "method");
    return new LocustSeries(method, LocustCsv.name(request), LocustHistory::plain);
  }

  private static Histogram plain() {
    Histogram histogram = new Histogram(3);
    histogram.setAutoResize(true);
    return histogram;
  }

  private void rows(Latencies latencies, @Nullable ByName names) throws IOException {
    List<JsonNode> rows = new ArrayList<>(Tree.list(run, "timeline"));
    rows.removeIf(row -> Tree.text(row, "phase").equals("warmup"));
    List<JsonNode> requests = LocustCsv.sorted(run);
    LocustSeries only = series(requests.isEmpty() ? run : requests.getFirst());
    for (int i = 0; i < rows.size(); i++) {
      boolean last = i == rows.size() - 1;
      JsonNode row = rows.get(i);
      double lengthS = Tree.number(row, "length_s");
      double endS = Tree.number(row, "t_s") + lengthS;
      double untilS = last ? Double.POSITIVE_INFINITY : endS - SLACK_S;
      LocustSeries.Second second = second(row, lengthS, latencies.until(untilS));
      whole.add(second);
      if (names != null) {
        names.take(untilS, lengthS);
        for (JsonNode request : requests) {
          row(row, names.of(request), endS, last ? request : null);
        }
      } else if (full) {
        only.add(second);
        row(row, only, endS, last ? run : null);
      }
      row(row, whole, endS, last ? run : null);
    }
  }

  private static LocustSeries.Second second(
      JsonNode row, double lengthS, @Nullable Histogram latency) {
    long failed = Tree.count(row, "failed");
    return new LocustSeries.Second(
        lengthS,
        Tree.count(row, "ok") + failed,
        failed,
        Tree.number(row, "content_bytes"),
        latency);
  }

  /**
   * @param end of the last row: the part of the record whose totals it bears
   */
  private void row(JsonNode row, LocustSeries series, double endS, @Nullable JsonNode end)
      throws IOException {
    if (series != whole && !series.hasBegun()) {
      return;
    }
    List<String> cells = new ArrayList<>();
    cells.add(Long.toString((startedAtMs + Math.round(endS * 1e3)) / 1000));
    cells.add(Tree.text(row, "users"));
    cells.addAll(series.now(full));
    cells.addAll(end == null ? series.totals() : LocustCsv.totals(end, series.content()));
    Csv.row(out, cells);
  }

  /** The log of latencies, taken as far as the rows have come. */
  private static final class Latencies implements AutoCloseable {
    private final @Nullable HistogramLogReader reader;
    private @Nullable Histogram next;
    private long firstMs;

    private Latencies(@Nullable HistogramLogReader reader) {
      this.reader = reader;
      if (reader != null) {
        advance(reader);
        firstMs = (long) (reader.getStartTimeSec() * 1e3);
      }
    }

    static Latencies of(StoredRun stored) {
      try {
        return new Latencies(
            stored.directory().isEmpty()
                ? null
                : new HistogramLogReader(
                    stored.directory().get().resolve(RecordDirectory.LATENCY_LOG).toFile()));
      } catch (FileNotFoundException e) {
        return new Latencies(null);
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
      Histogram taken = plain();
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

  /** The log of requests by name, taken as far as the rows have come. */
  private static final class ByName implements AutoCloseable {
    private final List<LocustSeries> series = new ArrayList<>();
    private final Map<String, LocustSeries> named = new HashMap<>();
    private final RequestLog.Reader reader;
    private RequestLog.@Nullable Second next;

    private ByName(List<JsonNode> requests, RequestLog.Reader reader) throws IOException {
      this.reader = reader;
      for (JsonNode request : requests) {
        String method = Tree.text(request, "method");
        series.add(new LocustSeries(method, LocustCsv.name(request), ByName::packed));
        named.put(Tree.text(request, "name"), series.getLast());
      }
      next = reader.next();
    }

    static ByName of(StoredRun stored) throws IOException {
      Path directory = stored.directory().orElseThrow(() -> new IOException(missing()));
      try {
        return new ByName(Tree.list(stored.run(), "requests"), new RequestLog.Reader(directory));
      } catch (NoSuchFileException e) {
        throw new IOException(missing(), e);
      }
    }

    private static String missing() {
      return "the run kept no numbers by request and second; run it with --csv-full-history";
    }

    private static Histogram packed() {
      PackedHistogram histogram = new PackedHistogram(3);
      histogram.setAutoResize(true);
      return histogram;
    }

    LocustSeries of(JsonNode request) {
      return named.getOrDefault(Tree.text(request, "name"), series.getLast());
    }

    /** Takes what began before this time since the start of the run. */
    void take(double endS, double lengthS) throws IOException {
      long[] ended = new long[series.size()];
      long[] failed = new long[series.size()];
      long[] content = new long[series.size()];
      List<Histogram> latencies = new ArrayList<>();
      series.forEach(one -> latencies.add(packed()));
      for (; next != null && next.tS() < endS; next = reader.next()) {
        for (RequestLog.Part part : next.parts()) {
          int at = Math.min(part.request(), series.size() - 1);
          ended[at] += part.ok() + part.failed();
          failed[at] += part.failed();
          content[at] += part.contentBytes();
          latencies.get(at).add(part.latency());
        }
      }
      for (int i = 0; i < series.size(); i++) {
        series
            .get(i)
            .add(
                new LocustSeries.Second(
                    lengthS, ended[i], failed[i], content[i], latencies.get(i)));
      }
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
