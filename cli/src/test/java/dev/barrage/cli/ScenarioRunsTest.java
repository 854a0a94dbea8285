package dev.barrage.cli;

import static dev.barrage.cli.SharedTestbed.faults;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.measure.Measurement.Failure;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.catalogue.Profile;
import dev.barrage.plan.catalogue.Scenario;
import dev.barrage.report.RunRecord;
import dev.barrage.report.Summary;
import dev.barrage.verdict.Judgement;
import dev.barrage.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Every scenario through the real sample gateway, shortened as {@link QuickScenario} tells: a
 * healthy gateway passes, a broken one fails for the right reason.
 */
class ScenarioRunsTest {
  @SuppressWarnings("unused") // named by FieldSource
  private static final List<String> NAMES = Scenario.NAMES;

  @BeforeAll
  static void warm() throws Exception {
    run("mixed"); // a gateway just started is slow
  }

  @AfterEach
  void mend() throws Exception {
    faults("{}");
  }

  private static RunRecord run(String name) throws Exception {
    PlanOverrides limit = new PlanOverrides().users(60).time(Duration.ofMillis(1500));
    return run(name, name.equals("rate-limit") ? limit : new PlanOverrides());
  }

  private static RunRecord run(String name, PlanOverrides overrides) throws Exception {
    return QuickScenario.of(name).run(overrides);
  }

  private static String told(RunRecord run) {
    return run.judgement().reasons() + " " + run.measurement().parts().errors();
  }

  private static void failsForItsErrors(RunRecord run) {
    assertThat(run.judgement().verdict()).as(told(run)).isEqualTo(Verdict.FAIL);
    assertThat(run.judgement().reasons())
        .extracting(Judgement.Reason::message)
        .as(told(run))
        .anyMatch(message -> message.contains("error rate"));
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void aHealthyGatewayPasses(String name) throws Exception {
    RunRecord run =
        List.of("spike", "stress", "burst").contains(name)
            ? QuickScenario.withSpike(name).run(new PlanOverrides())
            : run(name);
    assertThat(run.judgement().verdict()).as(told(run)).isLessThanOrEqualTo(Verdict.WARN);
    assertThat(run.measurement().totals().counts().failed()).as(told(run)).isZero();
    assertThat(run.measurement().totals().counts().ok()).isPositive();
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void oneWhoseUpstreamAnswersWithErrorsFails(String name) throws Exception {
    faults("{\"fail\": {\"share\": 0.5, \"status\": 503}}");
    RunRecord run = run(name);
    failsForItsErrors(run);
    assertThat(run.measurement().parts().errors())
        .extracting(Failure::message)
        .as(told(run))
        .anyMatch(message -> message.contains("503"));
  }

  @Test
  void oneThatIsSlowFailsForItsLatency() throws Exception {
    faults("{\"slow\": {\"ms\": 2500}}");
    RunRecord run = run("baseline");
    assertThat(run.judgement().verdict()).as(told(run)).isEqualTo(Verdict.FAIL);
    assertThat(run.judgement().reasons())
        .extracting(Judgement.Reason::message)
        .anyMatch(message -> message.contains("p50"));
    assertThat(run.measurement().totals().counts().failed()).isZero();
  }

  @Test
  void oneThatCutsConnectionsFails() throws Exception {
    faults("{\"reset\": {\"share\": 0.5}}");
    failsForItsErrors(run("stress")); // it answers 502
    RunRecord direct = QuickScenario.of("stress").runAtUpstream();
    failsForItsErrors(direct);
    assertThat(told(direct)).contains("unanswered is ");
  }

  @Test
  void aLimitIsMetAndOneThatIsOffFails() throws Exception {
    PlanOverrides told =
        new PlanOverrides().users(60).time(Duration.ofMillis(2600)).rateLimit("100/s");
    RunRecord met = run("rate-limit", told);
    assertThat(met.judgement().verdict()).as(told(met)).isLessThanOrEqualTo(Verdict.WARN);
    assertThat(met.judgement().objectives())
        .extracting(judged -> judged.objective().metric().label())
        .contains("limit deviation", "limit overshoot");
    assertThat(met.measurement().totals().statuses()).containsKeys("200", "429");
    assertThat(met.observed().limit().orElseThrow().recoveryS()).isBetween(0.0, 5.0);
    RunRecord off = run("rate-limit", new PlanOverrides().set("limited=/api/hello"));
    failsForItsErrors(off);
    assertThat(off.measurement().parts().errors())
        .extracting(Failure::message)
        .anyMatch(message -> message.contains("X-RateLimit-"));
    assertThat(off.judgement().reasons())
        .extracting(Judgement.Reason::rule)
        .contains("limit-never-refused");
    assertThat(told(off)).contains("limit refused is 0");
  }

  @Test
  void agentsThatNeverFinishFail() throws Exception {
    RunRecord run = run("a2a", new PlanOverrides().set("a2a=/a2a?polls=1000"));
    assertThat(run.judgement().verdict()).as(told(run)).isEqualTo(Verdict.FAIL);
    assertThat(run.judgement().reasons())
        .extracting(Judgement.Reason::message)
        .as(told(run))
        .anyMatch(message -> message.contains("p95 of \"task\""));
  }

  @Test
  void anAgentThatAnswers200ButNoTaskFails() throws Exception {
    RunRecord run = run("a2a", new PlanOverrides().set("a2a=/api/echo"));
    failsForItsErrors(run);
    assertThat(run.measurement().parts().errors())
        .extracting(Failure::message)
        .as(told(run))
        .anyMatch(message -> message.contains("$.result.task"))
        .anyMatch(message -> message.contains("text/event-stream"));
  }

  @Test
  void aDoorThatIsOpenFails() throws Exception {
    PlanOverrides open = new PlanOverrides().set("protected=/api/hello").users(60);
    RunRecord run = run("auth", open.time(Duration.ofSeconds(1)));
    failsForItsErrors(run);
    assertThat(run.measurement().parts().errors())
        .extracting(Failure::request)
        .contains("stranger without a token", "stranger with a token of his own making");
  }

  @Test
  void burstsThatNothingRefusesFail() throws Exception {
    RunRecord run = run("burst", new PlanOverrides().set("limited=/api/v1/health"));
    assertThat(run.judgement().verdict()).as(told(run)).isEqualTo(Verdict.FAIL);
    assertThat(told(run)).contains("limit refused is 0", "the rate limit never refused");
  }

  @Test
  void aGatewayThatIsTooSlowForTheCrowdFailsForItsThroughput() throws Exception {
    faults("{\"slow\": {\"ms\": 200}}");
    RunRecord run = QuickScenario.of("high-throughput").runStrictly(new PlanOverrides());
    assertThat(run.judgement().verdict()).as(told(run)).isEqualTo(Verdict.FAIL);
    assertThat(told(run)).contains("throughput is ", "p95 is ");
    assertThat(run.measurement().totals().counts().failed()).isZero();
  }

  @Test
  void aSpikeThatLeavesTheGatewaySlowFailsForItsRecovery() throws Exception {
    String hurt = injected(1200, "{slow: {ms: 1200}}");
    RunRecord run =
        QuickScenario.withSpike("spike").and("inject:\n" + hurt).run(new PlanOverrides());
    assertThat(run.judgement().verdict()).as(told(run)).isEqualTo(Verdict.FAIL);
    assertThat(told(run))
        .contains(
            "recovery is not over: p95 did not come back to within 10% of before the spike, and"
                + " stay; must be <= 1000 ms");
  }

  /** A fault of the upstream that is there from a moment of the run on. */
  private static String injected(int atMs, String faults) throws Exception {
    return """
    - at: %dms
      do:
        post: %s/faults
        headers: {Authorization: "Bearer %s"}
        json: %s
    """
        .formatted(atMs, SharedTestbed.get().admin(), SharedTestbed.get().token(), faults);
  }

  @Test
  void aGatewayThatWearsOutAndLeaksFailsForItsSlopes() throws Exception {
    StringBuilder wear = new StringBuilder("inject:\n");
    for (int second = 1; second < 7; second++) {
      wear.append(injected(1000 * second, "{slow: {ms: %d}}".formatted(70 * second)));
    }
    try (LeakingProcess leaking = new LeakingProcess()) {
      RunRecord run =
          QuickScenario.of("endurance", Profile.MEDIUM)
              .and(wear + leaking.monitors())
              .run(new PlanOverrides().users(40).time(Duration.ofMillis(7500)));
      assertThat(run.judgement().verdict()).as(told(run)).isEqualTo(Verdict.FAIL);
      assertThat(run.judgement().reasons())
          .extracting(Judgement.Reason::message)
          .as(told(run))
          .anyMatch(message -> message.startsWith("p95 degradation is ")) // on a busy day, perhaps
          .anyMatch(message -> message.startsWith("gateway rss slope is 3"));
      assertThat(Summary.text(run, false))
          .contains("not judged   monitor gateway has no series cpu: gateway cpu < 80%");
    }
  }
}
