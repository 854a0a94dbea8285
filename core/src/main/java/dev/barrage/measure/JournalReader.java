package dev.barrage.measure;

import dev.barrage.engine.Outcome;
import dev.barrage.measure.Measurement.Counts;
import dev.barrage.measure.Measurement.Iterations;
import dev.barrage.measure.Measurement.Parts;
import dev.barrage.measure.Measurement.Period;
import dev.barrage.measure.Measurement.Phases;
import dev.barrage.measure.Measurement.RequestResult;
import dev.barrage.measure.Measurement.TimelineRow;
import dev.barrage.measure.Measurement.Totals;
import dev.barrage.measure.Measurement.UserResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rebuilds the numbers of a run that was killed from what it had written: {@code journal.jsonl} and
 * the interval logs.
 *
 * <p>It ends with the last second written whole; requests under way then are {@code unfinished}.
 * Lost are the phases of requests, the numbers by request name (unless there is only one) and the
 * samples of failures.
 */
public final class JournalReader {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final JsonNode head;
  private final List<JsonNode> seconds;
  private final Path dir;

  private JournalReader(Path dir, JsonNode head, List<JsonNode> seconds) {
    this.dir = dir;
    this.head = head;
    this.seconds = seconds;
  }

  /**
   * @param dir a run's directory
   * @return marked as interrupted
   * @throws IOException there is no journal, or not one whole second in it
   */
  public static Measurement read(Path dir) throws IOException {
    if (!Files.exists(dir.resolve(Journal.FILE))) {
      throw new IOException("holds no record of a run: neither run.json nor " + Journal.FILE);
    }
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readString(dir.resolve(Journal.FILE)).lines().toList()) {
      JsonNode json = parse(line);
      if (json == null) {
        break; // torn by a kill in mid-write
      }
      lines.add(json);
    }
    if (lines.size() < 2 || !lines.getFirst().path("schema").asString("").equals(Journal.SCHEMA)) {
      throw new IOException(
          dir.resolve(Journal.FILE) + " holds no whole second of a run; nothing can be rebuilt");
    }
    return new JournalReader(dir, lines.getFirst(), lines.subList(1, lines.size())).rebuild();
  }

  private static @Nullable JsonNode parse(String line) {
    try {
      return MAPPER.readTree(line);
    } catch (JacksonException e) {
      return null;
    }
  }

  private Measurement rebuild() throws IOException {
    JsonNode last = seconds.getLast();
    long[] c = counters(last);
    double elapsedS = last.path("elapsed_s").asDouble();
    double measuredS =
        Math.max(
            0,
            Math.min(elapsedS, head.path("end_s").asDouble()) - head.path("measure_s").asDouble());
    Instant startedAt = Instant.parse(head.path("started_at").asString());
    Totals totals = totals(c, measuredS);
    Instant endedAt = startedAt.plusMillis(Math.round(elapsedS * 1e3));
    return new Measurement(
        new Period(startedAt, endedAt, measuredS, true, Optional.empty()),
        totals,
        new Phases(
            merged("send_lag"),
            new ExactHistogram(),
            new ExactHistogram(),
            new ExactHistogram(),
            new ExactHistogram()),
        new Iterations(
            c[Tally.ITERATIONS_STARTED] + c[Tally.DROPPED],
            c[Tally.ITERATIONS_STARTED],
            c[Tally.ITERATIONS_COMPLETED],
            c[Tally.DROPPED]),
        Tally.capped(c),
        Tally.bytes(c),
        Tally.connections(c, last.path("peak_connections").asLong()),
        new Parts(requests(c, totals), List.of(), users(last), List.of(), List.of()),
        rows(c),
        Optional.empty());
  }

  private Totals totals(long[] c, double measuredS) throws IOException {
    ExactHistogram latency = IntervalLog.merge(dir.resolve("latency.hlog"));
    ExactHistogram failed = merged("failed_latency");
    return new Totals(
        counts(c),
        Tally.outcomes(c),
        Tally.statuses(c),
        rate(c[Tally.DONE_INSIDE], measuredS),
        rate(c[Tally.OK_INSIDE], measuredS),
        latency,
        failed.getTotalCount() > 0 ? without(latency, failed) : latency,
        IntervalLog.merge(dir.resolve("service.hlog")));
  }

  /** {@code ok = all − failed}; a log torn in its last second may hold fewer than the journal. */
  private static ExactHistogram without(Histogram all, Histogram what) {
    ExactHistogram rest = new ExactHistogram();
    for (HistogramIterationValue value : all.recordedValues()) {
      long at = value.getValueIteratedTo();
      long left = value.getCountAtValueIteratedTo() - what.getCountAtValue(at);
      if (left > 0) {
        rest.recordValueWithCount(at, left);
      }
    }
    return rest;
  }

  private static double rate(long count, double measuredS) {
    return measuredS > 0 ? count / measuredS : Double.NaN;
  }

  private static Counts counts(long[] c) {
    Counts told = Tally.counts(c);
    return new Counts(
        told.planned(),
        told.started(),
        told.ok(),
        told.failed(),
        told.dropped(),
        told.started() - told.ok() - told.failed(),
        told.warmup(),
        told.sent(),
        told.after(),
        told.afterFailed(),
        told.gatewayErrors());
  }

  private static long[] counters(JsonNode line) {
    long[] c = new long[Tally.SIZE];
    for (int i = 0; i < Tally.NAMES.length; i++) {
      c[i] = line.path("counts").path(Tally.NAMES[i]).asLong(0);
    }
    c[Tally.CONTENT_BYTES] = line.path("content_bytes").asLong(0);
    c[Tally.OWN_ERRORS] = line.path("gateway_errors").asLong(0);
    for (Outcome outcome : Tally.OUTCOME_VALUES) {
      c[Tally.OUTCOMES + outcome.ordinal()] =
          line.path("outcomes").path(Integer.toString(outcome.ordinal())).asLong(0);
    }
    for (int status = 0; status < 600; status++) {
      c[Tally.STATUSES + status] = line.path("statuses").path(Integer.toString(status)).asLong(0);
    }
    return c;
  }

  private ExactHistogram merged(String name) throws IOException {
    ExactHistogram merged = new ExactHistogram();
    for (JsonNode second : seconds) {
      JsonNode text = second.path(name);
      if (text.isString()) {
        byte[] bytes = Base64.getDecoder().decode(text.asString());
        try {
          Histogram one = Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 0);
          merged.addPart(
              one, second.path(name + "_min_ns").asLong(), second.path(name + "_max_ns").asLong());
        } catch (DataFormatException e) {
          throw new IOException("a histogram in " + Journal.FILE + " is damaged", e);
        }
      }
    }
    return merged;
  }

  private List<RequestResult> requests(long[] c, Totals totals) {
    String name = head.path("request").asString("");
    if (name.isEmpty()) {
      return List.of();
    }
    return List.of(
        new RequestResult(name, head.path("method").asString(""), totals, c[Tally.CONTENT_BYTES]));
  }

  private List<UserResult> users(JsonNode last) {
    List<UserResult> users = new ArrayList<>();
    for (int i = 0; i < head.path("users").size(); i++) {
      String name = head.path("users").get(i).asString();
      long started = last.path("users_started").path(Integer.toString(i)).asLong(0);
      long iterations = last.path("iterations_of").path(Integer.toString(i)).asLong(0);
      users.add(
          started == 0 && iterations > 0
              ? new UserResult(name, -1, iterations) // the open model
              : new UserResult(name, last.path("peak_users").path(i).asLong(0), started));
    }
    return users;
  }

  /**
   * The seconds written. What the last counters have beyond them (a second cut short, or noted
   * late) is added to the newest row it can belong to, so that sums agree.
   */
  private List<TimelineRow> rows(long[] c) {
    List<TimelineRow> rows = new ArrayList<>();
    for (JsonNode second : seconds) {
      second.path("rows").forEach(row -> rows.add(row(row)));
    }
    for (int i = rows.size() - 1; i >= 0; i--) {
      if (!rows.get(i).phase().equals("drain")) {
        String phase = rows.get(i).phase();
        boolean warmup = phase.equals("warmup");
        long started = c[warmup ? Tally.WARMUP_STARTED : Tally.STARTED];
        long dropped = c[warmup ? Tally.WARMUP_DROPPED : Tally.DROPPED];
        long ok = c[warmup ? Tally.WARMUP_OK : Tally.OK];
        long failed = c[warmup ? Tally.WARMUP_FAILED : Tally.FAILED];
        for (TimelineRow row : rows) {
          boolean own = row.phase().equals(phase);
          boolean ends = own || (!warmup && row.phase().equals("drain"));
          started -= own ? row.started() : 0;
          dropped -= own ? row.dropped() : 0;
          ok -= ends ? row.ok() : 0;
          failed -= ends ? row.failed() : 0;
        }
        rows.set(i, more(rows.get(i), started, ok, failed, dropped));
        break;
      }
    }
    return rows;
  }

  private static TimelineRow more(
      TimelineRow row, long started, long ok, long failed, long dropped) {
    return new TimelineRow(
        row.tS(),
        row.lengthS(),
        row.phase(),
        row.started() + started,
        row.ok() + ok,
        row.failed() + failed,
        row.dropped() + dropped,
        row.inFlight(),
        row.users(),
        row.latencyP50Us(),
        row.latencyP99Us(),
        row.latencyMaxUs(),
        row.sendLagP99Us(),
        row.sendLagMaxUs(),
        row.contentBytes(),
        row.latencyP95Us());
  }

  private static TimelineRow row(JsonNode row) {
    return new TimelineRow(
        row.path("t_s").asDouble(),
        row.path("length_s").asDouble(),
        row.path("phase").asString(),
        row.path("started").asLong(),
        row.path("ok").asLong(),
        row.path("failed").asLong(),
        row.path("dropped").asLong(),
        row.path("in_flight").asLong(),
        row.path("users").asLong(),
        row.path("latency_p50_us").asDouble(Double.NaN),
        row.path("latency_p99_us").asDouble(Double.NaN),
        row.path("latency_max_us").asDouble(Double.NaN),
        row.path("send_lag_p99_us").asDouble(Double.NaN),
        row.path("send_lag_max_us").asDouble(Double.NaN),
        row.path("content_bytes").asLong(0),
        row.path("latency_p95_us").asDouble(Double.NaN));
  }
}
