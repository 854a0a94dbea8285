package dev.barrage.report;

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
import dev.barrage.verdict.Judgement;
import dev.barrage.verdict.Judgement.ObjectiveResult;
import dev.barrage.verdict.Judgement.Reason;
import dev.barrage.verdict.Verdict;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Made-up runs with the shape of real ones; the same arguments give the same run. */
final class SampleRuns {
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

  static Sample pass(int seconds, int perSecond, int requestNames) {
    SampleTraffic traffic = new SampleTraffic(seconds, perSecond, requestNames);
    traffic.fill(0, 1);
    return build(
        traffic, Verdict.PASS, List.of(), objectives(Verdict.PASS, 4_800, 0), false, health(0.31));
  }

  static Sample warn() {
    SampleTraffic traffic = new SampleTraffic(10, 500, 1);
    traffic.fill(0, 20);
    Reason reason =
        new Reason(
            "objective",
            Verdict.WARN,
            "p95 is 312 ms; must be <= 200 ms (critical: 500 ms)",
            312_000,
            200_000);
    return build(
        traffic,
        Verdict.WARN,
        List.of(reason),
        objectives(Verdict.WARN, 312_000, 0),
        false,
        health(0.31));
  }

  static Sample fail() {
    SampleTraffic traffic = new SampleTraffic(30, 500, 6);
    traffic.names.set(3, "GET /search?q=" + HOSTILE);
    traffic.fill(0.03, 8);
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
                "error rate is " + Figures.percent(traffic.errorRate()) + "; must be < 1%",
                traffic.errorRate(),
                0.01));
    return build(
        traffic,
        Verdict.FAIL,
        reasons,
        objectives(Verdict.FAIL, Double.NaN, traffic.errorRate()),
        false,
        health(0.31));
  }

  /** Of requests and objectives that their users have named at length. */
  static Sample longNames() {
    SampleTraffic traffic = new SampleTraffic(30, 500, 6);
    traffic.names.replaceAll(name -> name + "/of/a/customer/with/many/items".repeat(2));
    traffic.fill(0.03, 8);
    Objective objective =
        new Objective(
            "gateway errors of \"POST /api/v1/orders/{order}/items\" < 0.1% critical 1%, as the"
                + " contract with its users has it",
            new Objective.Metric.ErrorRate(),
            Objective.Comparison.LESS,
            0.001,
            OptionalDouble.of(0.01),
            Optional.empty());
    String name = "p95_of_" + "a_name_without_any_blank_".repeat(3);
    Objective one =
        new Objective(
            name,
            new Objective.Metric.Percentile(95),
            Objective.Comparison.LESS,
            1_000,
            OptionalDouble.empty(),
            Optional.empty());
    return build(
        traffic,
        Verdict.INCONCLUSIVE,
        List.of(),
        List.of(
            new ObjectiveResult(objective, OptionalDouble.of(0.03), Verdict.INCONCLUSIVE, 15_000),
            new ObjectiveResult(one, OptionalDouble.empty(), Verdict.INCONCLUSIVE, 15_000)),
        false,
        health(0.31));
  }

  static Sample invalid() {
    SampleTraffic traffic = new SampleTraffic(10, 20_000, 1);
    traffic.fill(0, 3);
    traffic.lag.recordValueWithCount(48_000_000, traffic.lag.getTotalCount() / 20);
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
    return build(
        traffic,
        Verdict.INVALID,
        List.of(lag, stall),
        objectives(Verdict.PASS, 14_000, 0),
        false,
        new GeneratorHealth(48.1, 0.997, 1, 20_100, 0.005, 12.5, 312, 0.1, 118));
  }

  static Sample interrupted() {
    SampleTraffic traffic = new SampleTraffic(4, 1_000, 1);
    traffic.fill(0, 1);
    return build(
        traffic, Verdict.PASS, List.of(), objectives(Verdict.PASS, 4_800, 0), true, health(0.12));
  }

  /** What a plan without traffic leaves: nothing measured anywhere. */
  static Sample empty() {
    SampleTraffic traffic = new SampleTraffic(1, 0, 0);
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
    return build(traffic, Verdict.FAIL, List.of(reason), List.of(), false, unknown);
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

  private static Sample build(
      SampleTraffic traffic,
      Verdict verdict,
      List<Reason> reasons,
      List<ObjectiveResult> objectives,
      boolean interrupted,
      GeneratorHealth health) {
    Host host =
        new Host("Linux", "6.18.0", 2, "AMD EPYC 7B13", 8_192, "25.0.3+9", 0.002, "a1b2c3d4");
    RunRecord run =
        new RunRecord(
            plan(traffic, interrupted),
            traffic.measurement(interrupted),
            health,
            host,
            new Judgement(verdict, reasons, objectives),
            Observed.NONE,
            Interventions.NONE,
            Optional.empty());
    return new Sample(run, traffic.latencyLog.bytes(), traffic.serviceLog.bytes());
  }

  private static Plan plan(SampleTraffic traffic, boolean interrupted) {
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
    User user = User.of("shopper", List.of(Task.of(hello)));
    Duration length = Duration.ofSeconds(interrupted ? 60 : traffic.seconds);
    return new Plan(
        "checkout",
        Target.at(URI.create("http://127.0.0.1:8080")),
        List.of(user),
        new LoadProfile(
            Duration.ofSeconds(traffic.warmup),
            new Load.Open(
                List.of(
                    new Load.ArrivalStage.Hold(
                        Rate.perSecond(traffic.perSecond), length, Load.Arrivals.CONSTANT)))),
        Criteria.DEFAULT.withObjectives(List.of(Objective.DEFAULT)),
        Bounds.DEFAULT,
        Inputs.DEFAULT.withSeed(42),
        Hooks.NONE,
        Observation.NONE);
  }
}
