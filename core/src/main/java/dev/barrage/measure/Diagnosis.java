package dev.barrage.measure;

import dev.barrage.engine.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * Where to look for a cause: the slowest requests one by one, and latency and outcomes by what the
 * plan tells requests apart by. Of the requests intended in the measured window.
 *
 * @param slowest the slowest first; bounded by name and in all
 */
public record Diagnosis(List<Slow> slowest, List<Breakdown> breakdowns) {
  public static final Diagnosis NONE = new Diagnosis(List.of(), List.of());

  public Diagnosis {
    slowest = List.copyOf(slowest);
    breakdowns = List.copyOf(breakdowns);
  }

  /**
   * A slow request.
   *
   * @param request its name
   * @param user name of the user class
   * @param intendedAt when it should have been sent
   * @param tS the same, in seconds since the first planned arrival
   * @param latencyUs from the intended time to the last byte
   * @param serviceUs from its sending; NaN: it was never sent
   * @param status of the answer; 0: none
   * @param message why it failed; empty: it did not
   * @param connection what carried it; empty: none did
   * @param traceparent as it was sent
   * @param headers of the answer, of those that the plan keeps
   */
  public record Slow(
      String request,
      String user,
      Instant intendedAt,
      double tS,
      double latencyUs,
      double serviceUs,
      Phases phases,
      int status,
      Outcome outcome,
      String message,
      Optional<Connection> connection,
      Optional<String> traceparent,
      Map<String, String> headers) {}

  /**
   * Where the time of a request went, in microseconds; together its latency. NaN: not reached.
   *
   * @param userUs until the same user's previous request was over
   * @param sendLagUs until the generator took it up
   * @param queueUs until it had a connection
   * @param firstByteUs from its sending to the first byte of the answer
   * @param lastByteUs from there to the last
   */
  public record Phases(
      double userUs, double sendLagUs, double queueUs, double firstByteUs, double lastByteUs) {}

  /**
   * The connection of a request.
   *
   * @param ageS since it was ready, when the request was sent
   * @param served requests before this one
   * @param connectUs time its TCP handshake took; NaN: it was open before
   * @param tlsUs time its TLS handshake took; NaN: it was open before, or has no TLS
   */
  public record Connection(
      String address, double ageS, long served, double connectUs, double tlsUs) {}

  /**
   * Latency and outcomes by address, status or header field.
   *
   * @param by as plan files have it
   * @param values those with most requests first, then the requests without any, then all others
   */
  public record Breakdown(String by, List<Value> values) {}

  /** What a value stands for. */
  public enum Kind {
    VALUE,
    /** No connection, no answer, or no such field in it. */
    NONE,
    /** All values beyond the bound. */
    OTHER
  }

  /**
   * One value's numbers.
   *
   * @param latency in nanoseconds, of complete answers and timeouts
   */
  public record Value(Kind kind, String value, Map<Outcome, Long> outcomes, Histogram latency) {
    public long count() {
      return outcomes.values().stream().mapToLong(Long::longValue).sum();
    }

    public long ok() {
      return outcomes.getOrDefault(Outcome.OK, 0L);
    }
  }
}
