package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.measure.outage.OutageEffect;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.PlanReader;
import dev.barrage.report.RunRecord;
import dev.barrage.run.Run;
import dev.barrage.verdict.Judgement.Reason;
import dev.barrage.verdict.Verdict;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Failures of the upstream behind the real sample gateway, with a bystander on another route. */
class FailureRunsTest {
  private static final String PLAN =
      """
      variables: {admin: %s, admin_token: %s}
      upstream header: X-Upstream
      users:
        caller: {tasks: [{get: /guarded/api/hello, expect: [200, 503]}]}
        bystander: {tasks: [{get: /api/search?q=a, expect: 2xx}]}
      load: hold 60/s for 5s
      inject:
        at: 500ms
        for: 1500ms
        do: {post: "${admin}/faults", headers: {Authorization: "Bearer ${admin_token}"}, json: %s}
        undo: {post: "${admin}/faults", headers: {Authorization: "Bearer ${admin_token}"}, json: {}}
      objectives:
        - error rate of user bystander < 1%%
        - gateway errors of user bystander < 1%%
      """;

  /** A gateway that has just started is slow for a while, and may say so. */
  @BeforeAll
  static void warmUp() throws Exception {
    PlanOverrides overrides = new PlanOverrides().target(SharedTestbed.get().gateway().toString());
    String text = "users: {u: {tasks: [{get: /guarded/api/hello}]}}\nload: hold 60/s for 2s\n";
    Plan plan = PlanReader.read("warm", "warm", text, Path.of(""), overrides);
    var _ = new Run(plan, Optional.empty(), progress -> {}).execute();
  }

  @AfterEach
  void mend() throws Exception {
    SharedTestbed.faults("{}");
  }

  private static RunRecord run(String faults) throws Exception {
    return run(faults, "");
  }

  /**
   * @param objectives lines beyond those of the plan
   */
  private static RunRecord run(String faults, String objectives) throws Exception {
    PlanOverrides overrides = new PlanOverrides().target(SharedTestbed.get().gateway().toString());
    String text =
        PLAN.formatted(SharedTestbed.get().admin(), SharedTestbed.get().token(), faults)
            + objectives.indent(2)
            + Plans.PATIENT;
    Plan plan = PlanReader.read("failure", "failure", text, Path.of(""), overrides);
    SharedTestbed.reset();
    return new Run(plan, Optional.empty(), progress -> {}).execute();
  }

  private static boolean blames(RunRecord run, String objective) {
    return run.judgement().reasons().stream()
        .filter(reason -> reason.verdict() == Verdict.FAIL)
        .map(Reason::message)
        .anyMatch(message -> message.contains(objective));
  }

  @Test
  void ofOneRouteLeaveABystanderOnAnotherUnharmed() throws Exception {
    RunRecord run = run("{fail: {share: 1, status: 503}, paths: [/api/hello]}");
    assertThat(run.interventions().injections().getFirst().problem()).isEmpty();
    assertThat(run.judgement().verdict())
        .as("%s", run.judgement().reasons())
        .isEqualTo(Verdict.PASS);
    assertThat(run.measurement().totals().statuses()).containsKeys("200", "503");
    OutageEffect felt = run.interventions().injections().getFirst().effects().getFirst();
    assertThat(run.interventions().injections().getFirst().effects()).hasSize(1);
    assertThat(felt.request()).isEqualTo("GET /guarded/api/hello");
    assertThat(felt.refused()).isPositive();
    assertThat(felt.goodAgainS())
        .as("the circuit stays open for 2 s")
        .isGreaterThan(felt.refusedFastS());
    assertThat(run.measurement().totals().counts().gatewayErrors())
        .as("what the circuit breaker answers itself")
        .isEqualTo(run.measurement().totals().statuses().get("503"));
  }

  @Test
  void areTellableByACircuitThatOpensAndClosesInTime() throws Exception {
    RunRecord run =
        run(
            "{fail: {share: 1, status: 503}, paths: [/api/hello]}",
            """
            - circuit opens <= 1s
            - circuit closes <= 3s
            - circuit closes of user caller <= 1ms critical 2ms
            """);
    assertThat(run.judgement().reasons())
        .extracting(Reason::message)
        .singleElement()
        .asString()
        .matches("circuit closes of user caller is [0-9.]+ ms; must be <= 2 ms");
  }

  @Test
  void onARouteWithoutACircuitAreFoundToHaveNone() throws Exception {
    RunRecord run =
        run("{fail: {share: 1, status: 500}, paths: [/api/search]}", "- circuit opens <= 500ms");
    assertThat(blames(run, "circuit opens was not seen: no request was refused within 100 ms"))
        .as("%s", run.judgement().reasons())
        .isTrue();
  }

  @Test
  void thatTheUpstreamAnswersItselfAreNotTheGatewaysOwn() throws Exception {
    RunRecord run = run("{fail: {share: 1, status: 500}, paths: [/api/search]}");
    assertThat(run.judgement().verdict()).isEqualTo(Verdict.FAIL);
    assertThat(blames(run, "error rate of user bystander")).isTrue();
    assertThat(run.measurement().totals().counts().gatewayErrors())
        .as(
            "of %s; a gateway that has just started may have some",
            run.measurement().totals().statuses())
        .isLessThan(run.measurement().totals().statuses().get("500") / 2);
  }

  @Test
  void thatTheGatewayAnswersForItsUpstreamAreItsOwn() throws Exception {
    RunRecord run = run("{reset: {share: 1}, paths: [/api/search]}");
    assertThat(run.judgement().verdict()).isEqualTo(Verdict.FAIL);
    assertThat(blames(run, "gateway errors of user bystander")).isTrue();
    assertThat(run.measurement().totals().counts().gatewayErrors())
        .isGreaterThanOrEqualTo(run.measurement().totals().statuses().get("502"));
  }
}
