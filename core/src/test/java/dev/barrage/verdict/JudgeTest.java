package dev.barrage.verdict;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.barrage.plan.Objective.Comparison;
import dev.barrage.plan.Objective.Metric;
import dev.barrage.plan.Observation;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.Rate;
import dev.barrage.plan.Request;
import dev.barrage.plan.Step;
import dev.barrage.plan.Target;
import dev.barrage.plan.Task;
import dev.barrage.plan.Template;
import dev.barrage.plan.User;
import dev.barrage.plan.Wait;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final double NAN = Double.NaN;
  static final GeneratorHealth FIT = new GeneratorHealth(6, 0.3, 1, 333, 0.7, 5, 12, 0.4, 80);
  static final Host HOST = new Host("Linux amd64", "6.1", 2, "CPU", 4096, "JDK 25", 0.001, "f00d");
  private static final Load OPEN =
      new Load.Open(
          List.of(
              new Load.ArrivalStage.Hold(
                  Rate.perSecond(100), Duration.ofSeconds(10), Load.Arrivals.CONSTANT)));
  private static final Load CLOSED =
      new Load.Closed(List.of(new Load.UserStage.Hold(8, Rate.ZERO, Duration.ofSeconds(10))));

  static Plan plan(Load load, Wait wait, List<Step> more, Objective... objectives) {
    Request get =
        new Request(
            "GET /",
            "GET",
            Template.literal("/"),
            List.of(),
            new Body.None(),
            List.of(),
            List.of(),
            List.of(),
            Request.Handling.DEFAULT);
    List<Step> steps = new java.util.ArrayList<>(more);
    steps.add(get);
    User user = User.of("user", List.of(Task.of(steps.toArray(Step[]::new)))).withWaits(wait);
    return new Plan(
        "hand",
        Target.at(URI.create("http://127.0.0.1")),
        List.of(user),
        new LoadProfile(Duration.ofSeconds(1), load),
        Criteria.DEFAULT.withObjectives(Arrays.asList(objectives)),
        Bounds.DEFAULT,
        Inputs.DEFAULT,
        Hooks.NONE,
        Observation.NONE);
  }

  static Plan open(Objective... objectives) {
    return plan(OPEN, new Wait.None(), List.of(), objectives);
  }

  static Plan closed(Objective... objectives) {
    return plan(CLOSED, new Wait.None(), List.of(), objectives);
  }

  static Objective percentile(double percent, double targetMs, double criticalMs) {
    return new Objective(
        "p" + percent,
        new Metric.Percentile(percent),
        Comparison.LESS_OR_EQUAL,
        targetMs * 1e3,
        Double.isNaN(criticalMs) ? OptionalDouble.empty() : OptionalDouble.of(criticalMs * 1e3),
        Optional.empty());
  }

  private static Objective throughput(double perS) {
    return new Objective(
        "throughput",
        new Metric.Throughput(),
        Comparison.GREATER_OR_EQUAL,
        perS,
        OptionalDouble.empty(),
        Optional.empty());
  }

  private static Judgement judge(Plan plan, Measured measured) {
    return Judge.judge(plan, measured.build(), FIT, HOST);
  }

  private static GeneratorHealth health(double busy, double gcMs, double stallMs, double jumpMs) {
    return new GeneratorHealth(6, busy, 1, 333, 1 - busy, gcMs, stallMs, jumpMs, 80);
  }

  private static void onlyReason(Judgement judgement, Verdict verdict, String rule) {
    assertThat(judgement.verdict()).isEqualTo(verdict);
    assertThat(judgement.reasons()).extracting(Judgement.Reason::rule).containsExactly(rule);
  }

  @Test
  void aPlainRunPassesByTheDefaultObjective() {
    Judgement judgement = judge(open(), new Measured());
    assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
    assertThat(judgement.reasons()).isEmpty();
    assertThat(judgement.objectives().getFirst().objective()).isEqualTo(Objective.DEFAULT);
  }

  @Test
  void aSlowTargetIsNeverTheGeneratorsFault() {
    Measured slow = new Measured();
    slow.okMs = 8000;
    slow.timeouts = 300;
    slow.unfinished = 20;
    slow.dropped = 500;
    Judgement judgement = judge(open(percentile(99, 500, NAN)), slow);
    assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(judgement.reasons())
        .extracting(Judgement.Reason::verdict)
        .containsOnly(Verdict.FAIL);
    assertThat(judgement.reasons())
        .extracting(Judgement.Reason::rule)
        .containsExactlyInAnyOrder("load-not-delivered", "objective");
  }

  @Test
  void aLateGeneratorIsNeverTheTargetsFault() {
    Measured late = new Measured();
    late.sendLagMs = 3000;
    late.okMs = 3005; // the target answered within 5 ms, the rest is the generator's
    late.dropped = 500;
    Judgement judgement = judge(open(percentile(99, 500, NAN)), late);
    assertThat(judgement.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(judgement.reasons().getFirst().rule()).isEqualTo("send-lag");
    assertThat(judgement.reasons())
        .extracting(Judgement.Reason::rule)
        .doesNotContain("load-not-delivered");
  }

  @Test
  void aStoppedGeneratorMakesAnyRunInvalid() {
    Judgement judgement =
        Judge.judge(open(), new Measured().build(), health(0.3, 5, 3012, 0), HOST);
    onlyReason(judgement, Verdict.INVALID, "loop-stall");
    assertThat(judgement.reasons().getFirst().value()).isEqualTo(3012);
    assertThat(judgement.reasons().getFirst().limit()).isEqualTo(200);
    assertThat(judgement.reasons().getFirst().message()).contains("3012 ms").contains("200 ms");
  }

  @Test
  void sendLagIsFineWithinEitherOfItsLimits() {
    Measured measured = new Measured();
    measured.sendLagMs = 9.9;
    assertThat(judge(open(), measured).verdict()).isEqualTo(Verdict.PASS);
    measured.sendLagMs = 11;
    onlyReason(judge(open(), measured), Verdict.INVALID, "send-lag");
    measured.okMs = 120; // 11 ms is within a tenth of it
    assertThat(judge(open(), measured).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void aLateGeneratorIsToldOfRealTimeUnlessItHasIt() {
    Measured measured = new Measured();
    measured.sendLagMs = 11;
    Plan plan = new PlanOverrides().realTime().apply(open());
    assertThat(judge(open(), measured).reasons().getFirst().message()).contains("--real-time");
    assertThat(judge(plan, measured).reasons().getFirst().message()).doesNotContain("--real-time");
  }

  @Test
  void pausesStealAndClockJumpsAreInvalidBeyondTheirLimits() {
    var m = new Measured().build();
    onlyReason(Judge.judge(open(), m, health(0.3, 101, 0, 0), HOST), Verdict.INVALID, "gc-pause");
    onlyReason(
        Judge.judge(open(), m, health(0.3, 0, 0, 60_000), HOST), Verdict.INVALID, "clock-jump");
    onlyReason(Judge.judge(open(), m, FIT, HOST.withSteal(0.06)), Verdict.INVALID, "steal");
    assertThat(Judge.judge(open(), m, health(0.3, 100, 200, 500), HOST.withSteal(0.05)).verdict())
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void whatWasNotMeasuredBreaksNoRule() {
    GeneratorHealth unknown = new GeneratorHealth(NAN, NAN, 0, NAN, NAN, NAN, NAN, NAN, NAN);
    assertThat(
            Judge.judge(closed(), new Measured().build(), unknown, HOST.withSteal(NAN)).verdict())
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void arrivalsDroppedByAFitGeneratorAreAFailure() {
    Measured measured = new Measured();
    measured.ok = 9990;
    measured.dropped = 10; // 0.1% exactly
    assertThat(judge(open(), measured).verdict()).isEqualTo(Verdict.PASS);
    measured.dropped = 11;
    onlyReason(judge(open(), measured), Verdict.FAIL, "load-not-delivered");
  }

  @Test
  void arrivalsNeverTakenUpAreTheGeneratorsLateness() {
    Measured measured = new Measured();
    measured.notTakenUp = 50;
    onlyReason(judge(open(), measured), Verdict.INVALID, "arrivals-not-taken-up");
  }

  @Test
  void aGeneratorThatLosesCountIsNotBelieved() {
    Measured measured = new Measured();
    measured.lost = 1;
    assertThat(judge(open(), measured).reasons().getFirst().rule()).isEqualTo("conservation");
    assertThat(judge(open(), measured).verdict()).isEqualTo(Verdict.INVALID);
  }

  @Test
  void nothingOkIsAFailureWhateverTheObjectives() {
    Measured measured = new Measured();
    measured.ok = 0;
    measured.refused = 1000;
    Judgement judgement = judge(open(throughput(0)), measured);
    onlyReason(judgement, Verdict.FAIL, "nothing-ok");
  }

  @Test
  void percentilesAreOfAllPlannedRequests() {
    Measured measured = new Measured();
    measured.ok = 990;
    measured.refused = 4;
    measured.dropped = 3;
    measured.unfinished = 3;
    Objective p99 = percentile(99, 500, NAN);
    Objective p991 = percentile(99.1, 500, NAN);
    Judgement judgement = judge(closed(p99, p991), measured);
    assertThat(judgement.objectives().get(0).value().orElseThrow()).isEqualTo(5000);
    assertThat(judgement.objectives().get(0).verdict()).isEqualTo(Verdict.PASS);
    assertThat(judgement.objectives().get(0).samples()).isEqualTo(1000);
    assertThat(judgement.objectives().get(1).value()).isEmpty();
    assertThat(judgement.objectives().get(1).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(judgement.reasons().getFirst().message()).contains("p99.1 was not reached");
  }

  @Test
  void fastRefusalsDoNotHelpAPercentile() {
    Measured measured = new Measured();
    measured.ok = 500;
    measured.refused = 500; // answered in 1 ms
    measured.okMs = 800;
    Judgement judgement = judge(open(percentile(50, 100, NAN)), measured);
    assertThat(judgement.objectives().getFirst().value().orElseThrow()).isEqualTo(800_000);
    assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void betweenTargetAndCriticalIsAWarning() {
    Measured measured = new Measured();
    measured.okMs = 300;
    Judgement judgement = judge(open(percentile(95, 200, 500)), measured);
    onlyReason(judgement, Verdict.WARN, "objective");
    assertThat(judgement.reasons().getFirst().message())
        .isEqualTo("p95 is 300 ms; must be <= 200 ms");
    measured.okMs = 501;
    onlyReason(judge(open(percentile(95, 200, 500)), measured), Verdict.FAIL, "objective");
  }

  @Test
  void errorRateCountsAllThatGotNoGoodAnswer() {
    Measured measured = new Measured();
    measured.ok = 970;
    measured.refused = 10;
    measured.timeouts = 10;
    measured.unfinished = 10;
    Judgement judgement = judge(closed(), measured);
    assertThat(judgement.objectives().getFirst().value().orElseThrow()).isEqualTo(0.03);
    assertThat(judgement.reasons().getFirst().message())
        .isEqualTo("error rate is 3%; must be < 1%");
  }

  @Test
  void throughputIsThatOfGoodAnswers() {
    Measured measured = new Measured();
    measured.refused = 1000;
    Judgement judgement = judge(open(throughput(101)), measured);
    assertThat(judgement.objectives().getFirst().value().orElseThrow()).isEqualTo(100);
    assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void anObjectiveOfAnUnknownRequestFails() {
    Objective objective =
        new Objective(
            "p50 of /x",
            new Metric.Percentile(50),
            Comparison.LESS,
            1e6,
            OptionalDouble.empty(),
            Optional.of("GET /x"));
    onlyReason(judge(open(objective), new Measured()), Verdict.FAIL, "objective");
  }

  @Test
  void anObjectiveOfOneRequestUsesItsNumbers() {
    Objective objective =
        new Objective(
            "p50 of /",
            new Metric.Percentile(50),
            Comparison.LESS,
            1e6,
            OptionalDouble.empty(),
            Optional.of("GET /"));
    assertThat(judge(open(objective), new Measured()).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void aSaturatedGeneratorWarnsAndTakesFailedTimingsUponItself() {
    Measured measured = new Measured();
    GeneratorHealth full = health(0.97, 0, 0, 0);
    onlyReason(
        Judge.judge(closed(), measured.build(), full, HOST), Verdict.WARN, "generator-saturated");
    Judgement failed = Judge.judge(closed(percentile(99, 1, NAN)), measured.build(), full, HOST);
    assertThat(failed.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(failed.reasons().getFirst().rule()).isEqualTo("generator-saturated");
    assertThat(Judge.judge(closed(throughput(200)), measured.build(), full, HOST).verdict())
        .isEqualTo(Verdict.INVALID);
  }

  @Test
  void aTargetThatRefusesIsToBlameHoweverBusyTheGenerator() {
    Measured measured = new Measured();
    measured.ok = 100;
    measured.refused = 900;
    GeneratorHealth full = health(1, 0, 0, 0);
    Plan plan = closed(Objective.DEFAULT, percentile(50, 100, NAN), throughput(50));
    assertThat(Judge.judge(plan, measured.build(), full, HOST).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void usersThatWaitOrArrivalsDoNotSaturate() {
    GeneratorHealth full = health(1, 0, 0, 0);
    var m = new Measured().build();
    assertThat(Judge.judge(open(), m, full, HOST).verdict()).isEqualTo(Verdict.PASS);
    Plan waits = plan(CLOSED, new Wait.Constant(Duration.ofSeconds(1)), List.of());
    assertThat(Judge.judge(waits, m, full, HOST).verdict()).isEqualTo(Verdict.PASS);
    Step pause = new Step.Pause(Duration.ofSeconds(1), Duration.ofSeconds(1));
    Plan thinks = plan(CLOSED, new Wait.None(), List.of(pause));
    assertThat(Judge.judge(thinks, m, full, HOST).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void connectionsThatTheGeneratorsMachineRefusesAreNotTheTargetsFault() {
    Measured measured = new Measured();
    measured.refused = 900;
    measured.refusal = "too many open files (raise ulimit -n, or lower --connections)";
    Judgement judgement = judge(open(), measured);
    assertThat(judgement.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(judgement.reasons())
        .anySatisfy(reason -> {
          assertThat(reason.rule()).isEqualTo("own-limit");
          assertThat(reason.message()).contains("900").contains("too many open files");
        });
  }
}
