package dev.barrage.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.measure.Measurement;
import dev.barrage.plan.Objective;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.PlanReader;
import dev.barrage.plan.PlanTree;
import dev.barrage.report.Interventions;
import dev.barrage.report.JUnitXml;
import dev.barrage.report.Observed;
import dev.barrage.report.RunJson;
import dev.barrage.report.RunRecord;
import dev.barrage.report.StoredRun;
import dev.barrage.report.Summary;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Objectives {@code if known} are judged where the plan can tell, and named where it cannot. */
class IfKnownTest {
  private static final String PLAN =
      """
      target: http://127.0.0.1
      users: {u: {tasks: [{get: /, expect: [200, 429]}]}}
      load: hold 100/s for 10s
      rate limit: {}
      objectives:
        gateway cpu: {target: < 50%, critical: 80%, if known: true}
        gateway rss slope: < 1 MB/min if known
        limit deviation: 5% if known
        error rate: < 1%
      """;

  private static Plan plan(PlanOverrides overrides) {
    return PlanReader.read("p", "p", PLAN, Path.of(""), overrides);
  }

  private static RunRecord judged(Plan plan) {
    Measurement measurement = new Measured().build();
    Judgement judgement = Judge.judge(plan, measurement, JudgeTest.FIT, JudgeTest.HOST);
    return new RunRecord(
        plan,
        measurement,
        JudgeTest.FIT,
        JudgeTest.HOST,
        judgement,
        Observed.NONE,
        Interventions.NONE,
        Optional.empty());
  }

  @Test
  void theyCountNeitherWayWhereNothingTellsThem() {
    RunRecord run = judged(plan(new PlanOverrides()));
    assertThat(run.judgement().verdict()).isEqualTo(Verdict.PASS);
    assertThat(run.judgement().objectives())
        .extracting(result -> result.objective().text())
        .containsExactly("error rate < 1%");
  }

  @Test
  void andTheResultSaysWhy() throws Exception {
    RunRecord run = judged(plan(new PlanOverrides()));
    assertThat(Summary.text(run, false))
        .contains("not judged   no monitor gateway: gateway cpu < 50% critical 80%,")
        .contains("not judged   the plan does not say what the rate limit admits:");
    JsonNode json = JsonMapper.shared().readTree(RunJson.text(run, PlanTree.of(run.plan())));
    assertThat(json.path("not_judged").findValuesAsString("why"))
        .containsExactly(
            "no monitor gateway",
            "no monitor gateway",
            "the plan does not say what the rate limit admits");
    StringBuilder junit = new StringBuilder();
    JUnitXml.write(new StoredRun(json, Optional.empty()), junit);
    assertThat(junit).contains("skipped=\"3\"", "not judged: no monitor gateway");
  }

  @Test
  void aMonitorMakesThemCount() {
    Plan watched = plan(new PlanOverrides().monitor("gateway=port 8080").rateLimit("100/s"));
    assertThat(watched.judged()).hasSize(4);
    assertThat(judged(watched).judgement().verdict())
        .as("the monitor saw nothing")
        .isEqualTo(Verdict.INVALID);
  }

  @Test
  void aMonitorOfAnotherKindDoesNot() {
    Plan watched = plan(new PlanOverrides().monitor("gateway=http://127.0.0.1:1/health"));
    Objective cpu = watched.criteria().objectives().getFirst();
    assertThat(watched.unknown(cpu)).hasValue("monitor gateway has no series cpu");
  }

  @Test
  void aPlanOfNothingElseIsJudgedByTheDefault() {
    String only = PLAN.replace("  error rate: < 1%\n", "");
    Plan plan = PlanReader.read("p", "p", only, Path.of(""), new PlanOverrides());
    assertThat(plan.judged()).containsExactly(Objective.DEFAULT);
  }

  @Test
  void unansweredAreThoseThatNoCompleteAnswerCameTo() {
    Measured measured = new Measured();
    measured.refused = 400;
    measured.timeouts = 30;
    measured.dropped = 20;
    measured.unfinished = 10;
    Plan plan =
        PlanReader.read(
            "p",
            "p",
            PLAN.replace("error rate: < 1%", "unanswered: < 1%"),
            Path.of(""),
            new PlanOverrides());
    Judgement judgement = Judge.judge(plan, measured.build(), JudgeTest.FIT, JudgeTest.HOST);
    assertThat(judgement.objectives().getFirst().value().orElseThrow()).isEqualTo(60 / 1460.0);
    assertThat(judgement.reasons().toString()).contains("unanswered is 4.11%; must be < 1%");
  }
}
