package dev.barrage.measure;

import dev.barrage.engine.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.HdrHistogram.Histogram;

/**
 * The numbers of one run. Counts and distributions are of the requests intended in the measured
 * window; timeline rows are by done time.
 *
 * <p>Histograms hold nanoseconds. Immutable once built, by convention: nobody records into them.
 */
public record Measurement(
    Instant startedAt,
    Instant endedAt,
    double measuredS,
    boolean interrupted,
    Counts counts,
    Iterations iterations,
    Map<Outcome, Long> outcomes,
    SortedMap<String, Long> statuses,
    double throughputPerS,
    double okPerS,
    Histogram latency,
    Histogram okLatency,
    Histogram serviceTime,
    Histogram sendLag,
    Histogram queue,
    Histogram connect,
    Histogram tls,
    Histogram firstByte,
    Bytes bytes,
    Connections connections,
    List<RequestResult> requests,
    List<UserResult> users,
    List<Failure> errors,
    List<TimelineRow> timeline,
    List<GroupResult> groups,
    Capped capped,
    Optional<Aborted> aborted,
    List<ScriptFailure> scriptFailures,
    Optional<SpikeResult> spike) {
  /** Among {@link #statuses}: ended without an answer, as the plan allows. */
  public static final String NO_STATUS = "none";

  /** How many of these had a status. */
  public static long answers(Map<String, Long> statuses) {
    return statuses.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(NO_STATUS))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Of a plan without groups, whose run nothing held back and no rule ended. */
  public Measurement(
      Instant startedAt,
      Instant endedAt,
      double measuredS,
      boolean interrupted,
      Counts counts,
      Iterations iterations,
      Map<Outcome, Long> outcomes,
      SortedMap<String, Long> statuses,
      double throughputPerS,
      double okPerS,
      Histogram latency,
      Histogram okLatency,
      Histogram serviceTime,
      Histogram sendLag,
      Histogram queue,
      Histogram connect,
      Histogram tls,
      Histogram firstByte,
      Bytes bytes,
      Connections connections,
      List<RequestResult> requests,
      List<UserResult> users,
      List<Failure> errors,
      List<TimelineRow> timeline) {
    this(
        startedAt,
        endedAt,
        measuredS,
        interrupted,
        counts,
        iterations,
        outcomes,
        statuses,
        throughputPerS,
        okPerS,
        latency,
        okLatency,
        serviceTime,
        sendLag,
        queue,
        connect,
        tls,
        firstByte,
        bytes,
        connections,
        requests,
        users,
        errors,
        timeline,
        List.of(),
        new Capped(0, 0),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

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
    /** Of a target whose upstream marks nothing. */
    public Counts(
        long planned,
        long started,
        long ok,
        long failed,
        long dropped,
        long unfinished,
        long warmup,
        long sent,
        long after,
        long afterFailed) {
      this(planned, started, ok, failed, dropped, unfinished, warmup, sent, after, afterFailed, 0);
    }

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

    /** Of a run that had no stop steps. */
    public Counts(
        long planned,
        long started,
        long ok,
        long failed,
        long dropped,
        long unfinished,
        long warmup,
        long sent) {
      this(planned, started, ok, failed, dropped, unfinished, warmup, sent, 0, 0);
    }
  }

  public record Iterations(long planned, long started, long completed, long dropped) {}

  /**
   * On the wire within the measured window, and the content of the measured responses.
   *
   * @param content without header fields and framing
   */
  public record Bytes(long sent, long received, long content) {
    public Bytes(long sent, long received) {
      this(sent, received, 0);
    }
  }

  public record Connections(long opened, long reused, long retried, long failed, long peak) {}

  /**
   * Results of the requests of one name.
   *
   * @param contentBytes of its complete responses together
   */
  public record RequestResult(
      String name,
      String method,
      Counts counts,
      Map<Outcome, Long> outcomes,
      SortedMap<String, Long> statuses,
      double throughputPerS,
      Histogram latency,
      Histogram okLatency,
      Histogram serviceTime,
      long contentBytes) {
    public RequestResult(
        String name,
        String method,
        Counts counts,
        Map<Outcome, Long> outcomes,
        SortedMap<String, Long> statuses,
        double throughputPerS,
        Histogram latency,
        Histogram okLatency,
        Histogram serviceTime) {
      this(
          name,
          method,
          counts,
          outcomes,
          statuses,
          throughputPerS,
          latency,
          okLatency,
          serviceTime,
          0);
    }
  }

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
      double latencyP95Us) {
    public TimelineRow(
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
        double sendLagMaxUs) {
      this(
          tS,
          lengthS,
          phase,
          started,
          ok,
          failed,
          dropped,
          inFlight,
          users,
          latencyP50Us,
          latencyP99Us,
          latencyMaxUs,
          sendLagP99Us,
          sendLagMaxUs,
          0,
          Double.NaN);
    }
  }
}
