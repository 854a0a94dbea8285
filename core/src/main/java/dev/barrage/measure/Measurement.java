package dev.barrage.measure;

import dev.barrage.engine.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.HdrHistogram.Histogram;

/**
 * The numbers of one run. Counts and distributions are of the requests intended in the measured
 * window; timeline rows are by done time.
 *
 * <p>Histograms hold nanoseconds. Immutable once built, by convention: nobody records into them.
 */
public record Measurement(
    Period period,
    Totals totals,
    Phases phases,
    Iterations iterations,
    Capped capped,
    Bytes bytes,
    Connections connections,
    Parts parts,
    List<TimelineRow> timeline,
    Optional<SpikeResult> spike) {
  /** Among {@link Totals#statuses}: ended without an answer, as the plan allows. */
  public static final String NO_STATUS = "none";

  /** How many of these had a status. */
  public static long answers(Map<String, Long> statuses) {
    return statuses.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(NO_STATUS))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** The same with the texts of failures as they may be shown. */
  public Measurement withFailureTexts(UnaryOperator<String> shown) {
    List<Failure> errors =
        parts.errors.stream()
            .map(f ->
                new Failure(
                    f.request,
                    f.outcome,
                    shown.apply(f.message),
                    f.count,
                    f.firstAt,
                    f.lastAt,
                    shown.apply(f.sample)))
            .toList();
    return new Measurement(
        period,
        totals,
        phases,
        iterations,
        capped,
        bytes,
        connections,
        new Parts(parts.requests, parts.groups, parts.users, errors, parts.scriptFailures),
        timeline,
        spike);
  }

  /**
   * When it was measured.
   *
   * @param measuredS length of the measured window
   * @param interrupted whether it ended before its time
   * @param aborted by which rule of the plan; empty: by none
   */
  public record Period(
      Instant startedAt,
      Instant endedAt,
      double measuredS,
      boolean interrupted,
      Optional<Aborted> aborted) {}

  /**
   * What became of requests: of all, or of those of one name.
   *
   * @param latency from the intended time to the last byte, of ok and failed ones
   * @param okLatency the same of ok ones
   * @param serviceTime from the sending to the last byte
   */
  public record Totals(
      Counts counts,
      Map<Outcome, Long> outcomes,
      SortedMap<String, Long> statuses,
      double throughputPerS,
      double okPerS,
      Histogram latency,
      Histogram okLatency,
      Histogram serviceTime) {}

  /** Where the time of all requests went. */
  public record Phases(
      Histogram sendLag, Histogram queue, Histogram connect, Histogram tls, Histogram firstByte) {}

  /** The same numbers by what they are of, and what went wrong. */
  public record Parts(
      List<RequestResult> requests,
      List<GroupResult> groups,
      List<UserResult> users,
      List<Failure> errors,
      List<ScriptFailure> scriptFailures) {}

  /**
   * Iterations that ended by what a script threw.
   *
   * @param trace the first stack trace
   */
  public record ScriptFailure(
      String script, String message, long count, Instant firstAt, Instant lastAt, String trace) {}

  /**
   * What the ceiling on the rate did in the measured window.
   *
   * @param clipped arrivals that were not offered; planned does not count them
   * @param held requests that waited for their turn; they were intended when it came
   */
  public record Capped(long clipped, long held) {}

  /**
   * In the measured window planned = started + dropped, started = ok + failed + unfinished.
   *
   * @param after requests of stop steps intended after the window, in none of the others but {@code
   *     sent}
   * @param afterFailed those of them that failed
   * @param gatewayErrors answers with a 5xx without the upstream's mark; 0 where the plan knows
   *     none
   */
  public record Counts(
      long planned,
      long started,
      long ok,
      long failed,
      long dropped,
      long unfinished,
      long warmup,
      long sent,
      long after,
      long afterFailed,
      long gatewayErrors) {
    /** Both together. */
    public Counts plus(Counts other) {
      return new Counts(
          planned + other.planned,
          started + other.started,
          ok + other.ok,
          failed + other.failed,
          dropped + other.dropped,
          unfinished + other.unfinished,
          warmup + other.warmup,
          sent + other.sent,
          after + other.after,
          afterFailed + other.afterFailed,
          gatewayErrors + other.gatewayErrors);
    }
  }

  public record Iterations(long planned, long started, long completed, long dropped) {}

  /**
   * On the wire within the measured window, and the content of the measured responses.
   *
   * @param content without header fields and framing
   */
  public record Bytes(long sent, long received, long content) {}

  /**
   * Over the whole run, warm-up and retries included: opened + reused = sent + unused.
   *
   * @param opened that became ready for requests, TLS included
   * @param reused requests sent on one that had carried another before
   * @param retried requests sent again because a reused one turned out closed
   * @param failed that never became ready
   * @param peak most open at once, those that are being opened included
   * @param unused opened for a request that another one took, or that had timed out by then, and
   *     those on which no request was ever written in full
   */
  public record Connections(
      long opened, long reused, long retried, long failed, long peak, long unused) {}

  /**
   * Results of the requests of one name.
   *
   * @param contentBytes of its complete responses together
   */
  public record RequestResult(String name, String method, Totals totals, long contentBytes) {}

  /**
   * Results of the groups of one name whose first request was intended in the measured window:
   * started = ok + failed + unfinished.
   *
   * @param unfinished cut by the end of the run
   * @param latency of those that were ok: from the intended time of the first request to the last
   *     byte of the last one, pauses included
   * @param busy the same without pauses
   */
  public record GroupResult(
      String name,
      long started,
      long ok,
      long failed,
      long unfinished,
      double okPerS,
      Histogram latency,
      Histogram busy) {}

  /**
   * Of a user class over the whole run, warm-up included.
   *
   * @param peak most users at once; below 0: not known
   * @param started users, in the open model iterations, of which each is a user
   */
  public record UserResult(String name, long peak, long started) {}

  /** Failures of one request name with one outcome and one message. */
  public record Failure(
      String request,
      Outcome outcome,
      String message,
      long count,
      Instant firstAt,
      Instant lastAt,
      String sample) {}

  /**
   * What ended within one second.
   *
   * @param tS seconds since the first planned arrival
   * @param phase {@code warmup}, {@code measure} or {@code drain}
   * @param lengthS how long the row is; the last row of a phase may be shorter than 1
   * @param contentBytes of the measured responses that ended in it
   */
  public record TimelineRow(
      double tS,
      double lengthS,
      String phase,
      long started,
      long ok,
      long failed,
      long dropped,
      long inFlight,
      long users,
      double latencyP50Us,
      double latencyP99Us,
      double latencyMaxUs,
      double sendLagP99Us,
      double sendLagMaxUs,
      long contentBytes,
      double latencyP95Us) {}
}
