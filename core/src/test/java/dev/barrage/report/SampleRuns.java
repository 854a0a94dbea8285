package dev.barrage.report;

import dev.barrage.engine.Outcome;
import dev.barrage.measure.Measurement;
import dev.barrage.monitor.GeneratorHealth;
import dev.barrage.monitor.Host;
import dev.barrage.plan.Body;
import dev.barrage.plan.Bounds;
import dev.barrage.plan.Criteria;
import dev.barrage.plan.Hooks;
import dev.barrage.plan.Inputs;
import dev.barrage.plan.Load;
import dev.barrage.plan.LoadProfile;
import dev.barrage.plan.Objective;
import dev.barrage.plan.Observation;
import dev.barrage.plan.Plan;
import dev.barrage.plan.Rate;
import dev.barrage.plan.Request;
import dev.barrage.plan.Target;
import dev.barrage.plan.Task;
import dev.barrage.plan.Template;
import dev.barrage.plan.User;
import dev.barrage.plan.Wait;
import dev.barrage.verdict.Judgement;
import dev.barrage.verdict.Judgement.ObjectiveResult;
import dev.barrage.verdict.Judgement.Reason;
import dev.barrage.verdict.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/** Made-up runs with the shape of real ones; the same arguments give the same run. */
final class SampleRuns {
  private static final Instant START = Instant.parse("2026-01-15T10:00:00Z");

  /** Text that breaks a page or a terminal unless it is treated as hostile. */
  static final String HOSTILE =
      "</script><img src=x onerror=\"document.title='owned'\">\u001b[31m\u202e & 'quoted'";

  /** Of one run: the record and the intervals its logs hold. */
  record Sample(RunRecord run, byte[] latencyLog, byte[] serviceLog) {
    /** Writes both logs under the names a run gives them. */
    void writeLogs(Path directory) throws IOException {
      Files.write(directory.resolve("latency.hlog"), latencyLog);
      Files.write(directory.resolve("service.hlog"), serviceLog);
    }
  }

  private final Random random = new Random(7);
  private final int seconds;
  private final int warmup;
  private final int perSecond;
  private final List<String> names = new ArrayList<>();
  private final Log latencyLog = new Log();
  private final Log serviceLog = new Log();
  private final List<Measurement.TimelineRow> rows = new ArrayList<>();
  private final Histogram latency = histogram();
  private final Histogram service = histogram();
  private final Histogram lag = histogram();
  private final Histogram connect = histogram();
  private long ok;
  private long failed;

  private SampleRuns(int seconds, int perSecond, int requestNames) {
    this.seconds = seconds;
    this.warmup = Math.max(1, seconds / 10);
    this.perSecond = perSecond;
    for (int i = 0; i < requestNames; i++) {
      names.add(i % 3 == 0 ? "GET /api/hello/" + i : "POST /api/v1/orders/" + i + "/items");
    }
  }

  static Sample pass(int seconds, int perSecond, int requestNames) {
    SampleRuns sample = new SampleRuns(seconds, perSecond, requestNames);
    sample.record(0, 1);
    return sample.build(
        Verdict.PASS, List.of(), objectives(Verdict.PASS, 4_800, 0), false, health(0.31));
  }

  static Sample warn() {
    SampleRuns sample = new SampleRuns(10, 500, 1);
    sample.record(0, 20);
    Reason reason =
        new Reason(
            "objective",
            Verdict.WARN,
            "p95 is 312 ms; must be <= 200 ms (critical: 500 ms)",
            312_000,
            200_000);
    return sample.build(
        Verdict.WARN, List.of(reason), objectives(Verdict.WARN, 312_000, 0), false, health(0.31));
  }

  static Sample fail() {
    SampleRuns sample = new SampleRuns(30, 500, 6);
    sample.names.set(3, "GET /search?q=" + HOSTILE);
    sample.record(0.03, 8);
    List<Reason> reasons =
        List.of(
            new Reason(
                "objective",
                Verdict.FAIL,
                "p95 is not reached: more than 5% of the requests got no good answer",
                Double.NaN,
                500_000),
            new Reason(
                "objective",
                Verdict.FAIL,
                "error rate is " + Figures.percent(sample.errorRate()) + "; must be < 1%",
                sample.errorRate(),
                0.01));
    return sample.build(
        Verdict.FAIL,
        reasons,
        objectives(Verdict.FAIL, Double.NaN, sample.errorRate()),
        false,
        health(0.31));
  }

  static Sample invalid() {
    SampleRuns sample = new SampleRuns(10, 20_000, 1);
    sample.record(0, 3);
    sample.lag.recordValueWithCount(48_000_000, sample.lag.getTotalCount() / 20);
    Reason lag =
        new Reason(
            "send-lag",
            Verdict.INVALID,
            "send lag p99 is 48 ms; must be <= 10 ms: the generator was late, so the latencies are"
                + " its own; give it more CPU or lower the rate",
            48,
            10);
    Reason stall =
        new Reason(
            "loop-stall",
            Verdict.INVALID,
            "an event loop stalled for 312 ms; must be <= 200 ms",
            312,
            200);
    return sample.build(
        Verdict.INVALID,
        List.of(lag, stall),
        objectives(Verdict.PASS, 14_000, 0),
        false,
        new GeneratorHealth(48.1, 0.997, 1, 20_100, 0.005, 12.5, 312, 0.1, 118));
  }

  static Sample interrupted() {
    SampleRuns sample = new SampleRuns(4, 1_000, 1);
    sample.record(0, 1);
    return sample.build(
        Verdict.PASS, List.of(), objectives(Verdict.PASS, 4_800, 0), true, health(0.12));
  }

  /** What a plan without traffic leaves: nothing measured anywhere. */
  static Sample empty() {
    SampleRuns sample = new SampleRuns(1, 0, 0);
    Reason reason = new Reason("nothing-ok", Verdict.FAIL, "no request was ok", 0, Double.NaN);
    GeneratorHealth unknown =
        new GeneratorHealth(
            Double.NaN,
            Double.NaN,
            1,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN);
    return sample.build(Verdict.FAIL, List.of(reason), List.of(), false, unknown);
  }

  private double errorRate() {
    return (double) failed / (ok + failed);
  }

  private static GeneratorHealth health(double busy) {
    return new GeneratorHealth(8.21, busy, 1, 84_600, 1 - busy, 3.2, 4.9, 0.1, 96);
  }

  private static List<ObjectiveResult> objectives(Verdict p95, double us, double errorRate) {
    Objective latency =
        new Objective(
            "p95 <= 200ms critical 500ms",
            new Objective.Metric.Percentile(95),
            Objective.Comparison.LESS_OR_EQUAL,
            200_000,
            OptionalDouble.of(500_000),
            Optional.empty());
    OptionalDouble value = Double.isNaN(us) ? OptionalDouble.empty() : OptionalDouble.of(us);
    Verdict errors = errorRate < 0.01 ? Verdict.PASS : Verdict.FAIL;
    return List.of(
        new ObjectiveResult(latency, value, p95, 15_000),
        new ObjectiveResult(Objective.DEFAULT, OptionalDouble.of(errorRate), errors, 15_000));
  }

  /** Fills the histograms and the timeline; latencies are bimodal with a slow spell. */
  private void record(double failing, double scale) {
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
      fill(intervalLatency, intervalService, scale * (slow ? 3 : warm ? 1.6 : 1), warm);
      row(second, warm, intervalLatency, failing);
    }
  }

  /** At most 2,000 values of their own per second; each stands for several where there are more. */
  private void fill(
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

  private Sample build(
      Verdict verdict,
      List<Reason> reasons,
      List<ObjectiveResult> objectives,
      boolean interrupted,
      GeneratorHealth health) {
    Host host =
        new Host("Linux", "6.18.0", 2, "AMD EPYC 7B13", 8_192, "25.0.3+9", 0.002, "a1b2c3d4");
    RunRecord run =
        new RunRecord(
            plan(interrupted),
            measurement(interrupted),
            health,
            host,
            new Judgement(verdict, reasons, objectives),
            Observed.NONE,
            Interventions.NONE,
            Optional.empty());
    return new Sample(run, latencyLog.bytes(), serviceLog.bytes());
  }

  private Plan plan(boolean interrupted) {
    Request hello =
        new Request(
            "GET /api/hello",
            "GET",
            Template.literal("/api/hello"),
            List.of(),
            new Body.None(),
            List.of(),
            List.of(),
            List.of(),
            Request.Handling.DEFAULT);
    User user =
        new User("shopper", 1, new Wait.None(), List.of(), List.of(new Task(1, List.of(hello))));
    Duration length = Duration.ofSeconds(interrupted ? 60 : seconds);
    return new Plan(
        "checkout",
        new Target(URI.create("http://127.0.0.1:8080")),
        List.of(user),
        new LoadProfile(
            Duration.ofSeconds(warmup),
            new Load.Open(
                List.of(
                    new Load.ArrivalStage.Hold(
                        Rate.perSecond(perSecond), length, Load.Arrivals.CONSTANT)))),
        Criteria.DEFAULT.withObjectives(List.of(Objective.DEFAULT)),
        Bounds.DEFAULT,
        Inputs.DEFAULT.withSeed(42),
        Hooks.NONE,
        Observation.NONE);
  }

  private Measurement measurement(boolean interrupted) {
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
            "no complete response within 10s " + HOSTILE,
            failed / 3,
            START.plusSeconds(6),
            START.plusSeconds(27),
            HOSTILE));
  }

  private static Histogram histogram() {
    return new Histogram(1_000, 3_600_000_000_000L, 3);
  }

  /** An interval log as a run writes it. */
  private static final class Log {
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
