package dev.barrage.measure;

import dev.barrage.measure.Measurement.TimelineRow;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * {@code journal.jsonl}: what is known of a run, a line each second, so that the record of a run
 * that was killed can be rebuilt.
 *
 * <p>The first line says what the run is; each later one holds all counters since the run began (so
 * that the last whole line is enough), the seconds that became complete, and this second's
 * distributions that no interval log holds. Written by one thread.
 */
final class Journal implements Closeable {
  static final String FILE = "journal.jsonl";
  static final String SCHEMA = "barrage.journal/1";

  private final OutputStream file;
  private final StringBuilder line = new StringBuilder(4096);
  private final Histogram scratch = new Histogram(1, Distribution.HIGHEST_NS, Distribution.DIGITS);

  Journal(Path dir) throws IOException {
    file = Files.newOutputStream(dir.resolve(FILE));
  }

  void begin(Instant startedAt, Slots slots, List<String> users, String requestName, String method)
      throws IOException {
    line.setLength(0);
    line.append("{\"schema\":\"").append(SCHEMA).append('"');
    text("started_at", startedAt.toString());
    number("measure_s", slots.secondsFromStart(slots.measureNs));
    number("end_s", slots.secondsFromStart(slots.endNs()));
    text("request", requestName);
    text("method", method);
    line.append(",\"users\":[");
    for (int i = 0; i < users.size(); i++) {
      line.append(i == 0 ? "" : ",");
      quote(users.get(i));
    }
    line.append(']');
    end();
  }

  void write(
      double elapsedS,
      long[] counts,
      int[] peakUsers,
      long peakConnections,
      List<TimelineRow> rows,
      Distribution failedLatency,
      Distribution sendLag)
      throws IOException {
    line.setLength(0);
    line.append("{\"elapsed_s\":").append(elapsedS);
    line.append(",\"counts\":{");
    for (int i = 0; i < Tally.NAMES.length; i++) {
      line.append(i == 0 ? "\"" : ",\"").append(Tally.NAMES[i]).append("\":").append(counts[i]);
    }
    line.append('}');
    sparse("outcomes", counts, Tally.OUTCOMES, Tally.OUTCOME_VALUES.length);
    sparse("statuses", counts, Tally.STATUSES, 600);
    sparse("users_started", counts, Tally.SIZE, peakUsers.length);
    sparse("iterations_of", counts, Tally.SIZE + peakUsers.length, peakUsers.length);
    line.append(",\"peak_users\":").append(java.util.Arrays.toString(peakUsers));
    number("content_bytes", counts[Tally.CONTENT_BYTES]);
    number("gateway_errors", counts[Tally.OWN_ERRORS]);
    number("peak_connections", peakConnections);
    histogram("failed_latency", failedLatency);
    histogram("send_lag", sendLag);
    line.append(",\"rows\":[");
    for (int i = 0; i < rows.size(); i++) {
      line.append(i == 0 ? "" : ",");
      row(rows.get(i));
    }
    line.append(']');
    end();
  }

  private void row(TimelineRow row) {
    line.append("{\"phase\":\"").append(row.phase()).append('"');
    number("t_s", row.tS());
    number("length_s", row.lengthS());
    number("started", row.started());
    number("ok", row.ok());
    number("failed", row.failed());
    number("dropped", row.dropped());
    number("in_flight", row.inFlight());
    number("users", row.users());
    number("content_bytes", row.contentBytes());
    number("latency_p50_us", row.latencyP50Us());
    number("latency_p95_us", row.latencyP95Us());
    number("latency_p99_us", row.latencyP99Us());
    number("latency_max_us", row.latencyMaxUs());
    number("send_lag_p99_us", row.sendLagP99Us());
    number("send_lag_max_us", row.sendLagMaxUs());
    line.append('}');
  }

  private void sparse(String name, long[] counts, int from, int length) {
    line.append(",\"").append(name).append("\":{");
    boolean first = true;
    for (int i = 0; i < length; i++) {
      if (counts[from + i] != 0) {
        line.append(first ? "\"" : ",\"").append(i).append("\":").append(counts[from + i]);
        first = false;
      }
    }
    line.append('}');
  }

  private void histogram(String name, Distribution distribution) {
    if (distribution.count() == 0) {
      return;
    }
    scratch.reset();
    distribution.addTo(scratch);
    ByteBuffer buffer = ByteBuffer.allocate(scratch.getNeededByteBufferCapacity());
    int length = scratch.encodeIntoCompressedByteBuffer(buffer);
    byte[] bytes = java.util.Arrays.copyOf(buffer.array(), length);
    text(name, Base64.getEncoder().encodeToString(bytes));
    number(name + "_min_ns", distribution.min());
    number(name + "_max_ns", distribution.max());
  }

  private void number(String name, double value) {
    if (!Double.isNaN(value)) {
      line.append(",\"").append(name).append("\":").append(value);
    }
  }

  private void number(String name, long value) {
    line.append(",\"").append(name).append("\":").append(value);
  }

  private void text(String name, String value) {
    line.append(",\"").append(name).append("\":");
    quote(value);
  }

  private void quote(String value) {
    line.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        line.append(String.format("\\u%04x", (int) c));
      } else {
        line.append(c);
      }
    }
    line.append('"');
  }

  /** One write per line: a kill leaves at most the last one torn. */
  private void end() throws IOException {
    line.append("}\n");
    file.write(line.toString().getBytes(StandardCharsets.UTF_8));
    file.flush();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
