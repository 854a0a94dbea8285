package dev.barrage.report;

import dev.barrage.engine.Outcome;
import dev.barrage.measure.Measurement;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/** Made-up traffic with the shape of a real run's; the same arguments give the same. */
final class SampleTraffic {
  private static final Instant START = Instant.parse("2026-01-15T10:00:00Z");

  private final Random random = new Random(7);
  final int seconds;
  final int warmup;
  final int perSecond;
  final List<String> names = new ArrayList<>();
  final Log latencyLog = new Log();
  final Log serviceLog = new Log();
  private final List<Measurement.TimelineRow> rows = new ArrayList<>();
  private final Histogram latency = histogram();
  private final Histogram service = histogram();
  final Histogram lag = histogram();
  private final Histogram connect = histogram();
  private long ok;
  private long failed;

  SampleTraffic(int seconds, int perSecond, int requestNames) {
    this.seconds = seconds;
    this.warmup = Math.max(1, seconds / 10);
    this.perSecond = perSecond;
    for (int i = 0; i < requestNames; i++) {
      names.add(i % 3 == 0 ? "GET /api/hello/" + i : "POST /api/v1/orders/" + i + "/items");
    }
  }

  /** Fills the histograms and the timeline; latencies are bimodal with a slow spell. */
  void fill(double failing, double scale) {
    Histogram intervalLatency = histogram();
    Histogram intervalService = histogram();
    for (int second = 0; second < warmup + seconds; second++) {
      intervalLatency.reset();
      intervalService.reset();
      boolean warm = second < warmup;
      intervalLatency.setTag(warm ? "warmup" : null);
      intervalService.setTag(warm ? "warmup" : null);
      for (Histogram interval : List.of(intervalLatency, intervalService)) {
        interval.setStartTimeStamp(START.toEpochMilli() + second * 1000L);
        interval.setEndTimeStamp(START.toEpochMilli() + second * 1000L + 1000);
      }
      boolean slow = second % 37 >= 25 && second % 37 < 28;
      second(intervalLatency, intervalService, scale * (slow ? 3 : warm ? 1.6 : 1), warm);
      row(second, warm, intervalLatency, failing);
    }
  }

  /** At most 2,000 values of their own per second; each stands for several where there are more. */
  private void second(
      Histogram intervalLatency, Histogram intervalService, double scale, boolean warm) {
    int values = Math.min(perSecond, 2_000);
    for (int i = 0; i < values; i++) {
      long count = perSecond / values;
      double us = 900 * scale * Math.exp(random.nextGaussian() * 0.35);
      us = random.nextInt(100) < 8 ? us * 4 : us;
      us = random.nextInt(2_000) == 0 ? us * 20 : us;
      long lagNs = (long) (30_000 * Math.exp(random.nextGaussian() * 0.4));
      long serviceNs = (long) (us * 1000);
      intervalLatency.recordValueWithCount(serviceNs + lagNs, count);
      intervalService.recordValueWithCount(serviceNs, count);
      if (!warm) {
        lag.recordValueWithCount(lagNs, count);
      }
    }
    if (!warm) {
      latency.add(intervalLatency);
      service.add(intervalService);
    }
    latencyLog.add(intervalLatency);
    serviceLog.add(intervalService);
    connect.recordValueWithCount(180_000 + random.nextInt(90_000), 3);
  }

  private void row(int second, boolean warm, Histogram interval, double failing) {
    long bad = Math.round(perSecond * failing * (0.5 + random.nextDouble()));
    if (!warm) {
      ok += perSecond - bad;
      failed += bad;
    }
    rows.add(
        new Measurement.TimelineRow(
            second,
            1,
            warm ? "warmup" : "measure",
            perSecond,
            perSecond - bad,
            bad,
            0,
            12,
            12,
            interval.getValueAtPercentile(50) / 1e3,
            interval.getValueAtPercentile(99) / 1e3,
            interval.getMaxValue() / 1e3,
            60 + random.nextInt(40),
            150 + random.nextInt(400),
            warm ? 0 : perSecond * 240L,
            interval.getValueAtPercentile(95) / 1e3));
  }

  Measurement measurement(boolean interrupted) {
    long planned = ok + failed;
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    outcomes.put(Outcome.OK, ok);
    outcomes.put(Outcome.TIMEOUT, failed / 3);
    outcomes.put(Outcome.STATUS_REFUSED, failed - failed / 3);
    SortedMap<String, Long> statuses = new TreeMap<>(Map.of("200", ok));
    if (failed > 0) {
      statuses.put("503", failed - failed / 3);
    }
    Measurement.Counts counts =
        new Measurement.Counts(
            planned,
            planned,
            ok,
            failed,
            0,
            0,
            (long) warmup * perSecond,
            planned + (long) warmup * perSecond,
            0,
            0,
            0);
    Measurement.Totals totals =
        new Measurement.Totals(
            counts,
            outcomes,
            statuses,
            (double) planned / seconds,
            (double) ok / seconds,
            latency,
            latency,
            service);
    return new Measurement(
        new Measurement.Period(
            START, START.plusSeconds(warmup + seconds), seconds, interrupted, Optional.empty()),
        totals,
        new Measurement.Phases(lag, histogram(), connect, histogram(), service),
        new Measurement.Iterations(planned, planned, ok, 0),
        new Measurement.Capped(0, 0),
        new Measurement.Bytes(planned * 118, planned * 312, planned * 240),
        new Measurement.Connections(64, Math.max(0, planned - 64), 2, 0, 64, 0),
        new Measurement.Parts(
            requests(counts, outcomes, statuses),
            List.of(),
            List.of(new Measurement.UserResult("shopper", 12, planned)),
            failures(),
            List.of()),
        rows,
        Optional.empty());
  }

  private List<Measurement.RequestResult> requests(
      Measurement.Counts counts, Map<Outcome, Long> outcomes, SortedMap<String, Long> statuses) {
    List<Measurement.RequestResult> requests = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Histogram own = histogram();
      for (int j = 0; j < 50; j++) {
        own.recordValue((long) (900_000 * (1 + i % 17) * Math.exp(random.nextGaussian() * 0.3)));
      }
      long each = counts.planned() / names.size();
      long bad = counts.failed() / names.size();
      Measurement.Counts part =
          new Measurement.Counts(each, each, each - bad, bad, 0, 0, 0, each, 0, 0, 0);
      requests.add(
          new Measurement.RequestResult(
              names.get(i),
              names.get(i).substring(0, names.get(i).indexOf(' ')),
              new Measurement.Totals(
                  part,
                  outcomes,
                  statuses,
                  (double) each / seconds,
                  (double) (each - bad) / seconds,
                  own,
                  own,
                  own),
              each * 240));
    }
    return requests;
  }

  private List<Measurement.Failure> failures() {
    if (failed == 0) {
      return List.of();
    }
    return List.of(
        new Measurement.Failure(
            names.getFirst(),
            Outcome.STATUS_REFUSED,
            "status 503; expected below 400",
            failed - failed / 3,
            START.plusSeconds(4),
            START.plusSeconds(28),
            "HTTP/1.1 503 Service Unavailable\r\n"
                + "retry-after: 1\r\n\r\n"
                + "{\"error\":\"no healthy upstream\"}"),
        new Measurement.Failure(
            names.getLast(),
            Outcome.TIMEOUT,
            "no complete response within 10s " + SampleRuns.HOSTILE,
            failed / 3,
            START.plusSeconds(6),
            START.plusSeconds(27),
            SampleRuns.HOSTILE));
  }

  double errorRate() {
    return (double) failed / (ok + failed);
  }

  private static Histogram histogram() {
    return new Histogram(1_000, 3_600_000_000_000L, 3);
  }

  /** An interval log as a run writes it. */
  static final class Log {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream print = new PrintStream(bytes, false, StandardCharsets.US_ASCII);
    private final HistogramLogWriter writer = new HistogramLogWriter(print);

    Log() {
      writer.outputLogFormatVersion();
      writer.outputStartTime(START.toEpochMilli());
      writer.outputBaseTime(START.toEpochMilli());
      writer.setBaseTime(START.toEpochMilli());
      writer.outputLegend();
    }

    void add(Histogram interval) {
      if (interval.getTotalCount() > 0) {
        writer.outputIntervalHistogram(interval);
      }
    }

    byte[] bytes() {
      print.flush();
      return bytes.toByteArray();
    }
  }
}
