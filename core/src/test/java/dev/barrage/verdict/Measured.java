package dev.barrage.verdict;

import dev.barrage.engine.Outcome;
import dev.barrage.measure.ExactHistogram;
import dev.barrage.measure.Measurement;
import dev.barrage.measure.Measurement.Counts;
import dev.barrage.measure.Measurement.Period;
import dev.barrage.measure.Measurement.RequestResult;
import dev.barrage.measure.Measurement.Totals;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A measurement made by hand: a ten second window of a plain run, changed where a test says so. */
public final class Measured {
  public long ok = 1000;
  public long refused;
  public long timeouts;
  public long dropped;
  public long unfinished;
  public long lost;
  public long notTakenUp;
  public double okMs = 5;
  public double sendLagMs = 0.05;

  String refusal = "status 503";
  List<Measurement.TimelineRow> timeline = List.of();

  public Measurement build() {
    long failed = refused + timeouts;
    long started = ok + failed + unfinished + lost;
    Counts counts =
        new Counts(
            started + dropped,
            started,
            ok,
            failed,
            dropped,
            unfinished,
            100,
            started + 100,
            0,
            0,
            0);
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, 0L);
    }
    outcomes.put(Outcome.OK, ok);
    outcomes.put(Outcome.STATUS_REFUSED, refused);
    outcomes.put(Outcome.TIMEOUT, timeouts);
    ExactHistogram okLatency = of(okMs, ok);
    ExactHistogram latency = of(okMs, ok);
    latency.add(of(1, refused));
    latency.add(of(10_000, timeouts));
    TreeMap<String, Long> statuses = new TreeMap<>(Map.of("200", ok));
    if (refused > 0) {
      statuses.put("503", refused);
    }
    List<Measurement.Failure> errors =
        refused == 0
            ? List.of()
            : List.of(
                new Measurement.Failure(
                    "GET /",
                    Outcome.STATUS_REFUSED,
                    refusal,
                    refused,
                    Instant.ofEpochSecond(1001),
                    Instant.ofEpochSecond(1002),
                    "HTTP/1.1 503 \"busy\"\r\n"));
    Totals totals =
        new Totals(
            counts,
            outcomes,
            statuses,
            (ok + refused) / 10.0,
            ok / 10.0,
            latency,
            okLatency,
            latency);
    return new Measurement(
        new Period(
            Instant.ofEpochSecond(1000),
            Instant.ofEpochSecond(1012, 345_678_901),
            10,
            false,
            Optional.empty()),
        totals,
        new Measurement.Phases(
            of(sendLagMs, started),
            new ExactHistogram(),
            of(0.2, 10),
            new ExactHistogram(),
            of(1, ok + refused)),
        new Measurement.Iterations(started + dropped + notTakenUp, started, ok + refused, dropped),
        new Measurement.Capped(0, 0),
        new Measurement.Bytes(123, 456, 0),
        new Measurement.Connections(10, started + 90, 0, 0, 10, 0),
        new Measurement.Parts(
            List.of(new RequestResult("GET /", "GET", totals, 0)),
            List.of(),
            List.of(new Measurement.UserResult("user", -1, started)),
            errors,
            List.of()),
        timeline.isEmpty() ? rows(started, failed) : timeline,
        Optional.empty());
  }

  private List<Measurement.TimelineRow> rows(long started, long failed) {
    return List.of(
        new Measurement.TimelineRow(
            0, 1, "warmup", 100, 100, 0, 0, 1, 1, 5000, 5000, 5000, 50, 50, 0, Double.NaN),
        new Measurement.TimelineRow(
            1,
            10,
            "measure",
            started,
            ok,
            failed,
            dropped,
            0,
            0,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            50,
            50,
            0,
            Double.NaN));
  }

  private static ExactHistogram of(double ms, long count) {
    ExactHistogram histogram = new ExactHistogram();
    if (count > 0) {
      histogram.recordValueWithCount((long) (ms * 1e6), count);
    }
    return histogram;
  }
}
