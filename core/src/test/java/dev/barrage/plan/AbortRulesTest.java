package dev.barrage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.barrage.plan.Objective.Comparison;
import dev.barrage.plan.Objective.Metric;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ends a run early, and the ceiling on its rate, as people write them. */
class AbortRulesTest {
  private static final String REST =
      "target: http://h\nusers: {u: {tasks: [{get: /}]}}\nload: 1/s\n";

  private static Plan read(String lines, PlanOverrides overrides) {
    return PlanReader.read(
        "p", "p", lines + "\n" + REST.replace("1/s", "hold 1/s for 1s"), Path.of("/"), overrides);
  }

  @Test
  void readsMetricLimitWindowRequestAndWarmup() {
    assertThat(AbortParser.parse(" p99.9 of \"GET /\" >= 1.5s for 1m30s "))
        .isEqualTo(
            new AbortRule(
                "p99.9 of \"GET /\" >= 1.5s for 1m30s",
                new Metric.Percentile(99.9),
                Comparison.GREATER_OR_EQUAL,
                1.5e6,
                Duration.ofSeconds(90),
                Optional.of("GET /"),
                false));
    assertThat(AbortParser.parse("error rate > 50% for 10s").limit()).isEqualTo(0.5);
    AbortRule rule = AbortParser.parse("throughput < 10/s for 5s including warm-up");
    assertThat(rule.includesWarmup()).isTrue();
    assertThat(rule.window()).isEqualTo(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "error rate > 50% | \"error rate > 50%\" is not an abort rule; write e.g. error rate > 50%"
            + " for 10s, p99 > 2s for 30s, throughput < 10/s for 5s including warmup",
        "p95 > 1s critical 2s for 10s | \"p95 > 1s critical 2s for 10s\" is not an abort rule;"
            + " write e.g. error rate > 50% for 10s, p99 > 2s for 30s, throughput < 10/s for 5s"
            + " including warmup",
        "errors > 5% for 10s | \"errors\" is not a metric; a run can be aborted for p50, p95, p99.9"
            + " …, max, mean, error rate, throughput",
        "circuit opns > 2s for 10s | \"circuit opns\" is not a metric; a run can be aborted for"
            + " p50, p95, p99.9 …, max, mean, error rate, throughput",
        "troughput > 2/s for 10s | \"troughput\" is not a metric; a run can be aborted for p50,"
            + " p95, p99.9 …, max, mean, error rate, throughput; did you mean \"throughput\"?",
        "gateway cpu > 5% for 10s | \"gateway cpu\" is no metric of requests; a run can be aborted"
            + " for p50, p95, p99.9 …, max, mean, error rate, throughput",
        "eror rate > 5% for 10s | \"eror rate\" is no metric of requests; a run can be aborted for"
            + " p50, p95, p99.9 …, max, mean, error rate, throughput; did you mean \"error rate\"?",
        "circuit opens > 2s for 10s | \"circuit opens > 2s for 10s\" is known at the end only; a"
            + " run can be aborted for p50, p95, p99.9 …, max, mean, error rate, throughput",
        "p95 > 1s for 500ms | for is \"500ms\"; must be whole seconds, from 1s to 10m",
        "p95 > 1s for 1h | for is \"1h\"; must be whole seconds, from 1s to 10m",
        "p95 > 1s for ever | \"ever\" is not a duration; write e.g. 500ms, 10s, 1m30s, 2h",
        "p95 > fast for 5s | \"fast\" is not a duration; write e.g. 500ms, 10s, 1m30s, 2h",
        "p95 of GET / > 1s for 5s including warmup | \"p95 of GET / > 1s for 5s including warmup\":"
            + " the warm-up is not told apart by request; leave out \"including warmup\" or \"of"
            + " …\"",
      })
  void refusesWhatIsNoRule(String text, String message) {
    assertThatThrownBy(() -> AbortParser.parse(text)).hasMessage(message);
  }

  @Test
  void tellsEachMistakeOfAFileAtItsPlace() {
    String lines =
        """
        abort when:
          - error rate > 50 for 10s
          - 'p95 of "GET /x" > 1s for 5s'
        bounds: {max rate: 0/s}\
        """;
    PlanException thrown =
        catchThrowableOfType(PlanException.class, () -> read(lines, new PlanOverrides()));
    assertThat(thrown.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "p:2:5 \"50\" is not a share; write e.g. 0.1%, 5% or 0.05 (at most 100%)",
            "p:3:5 \"GET /x\" is not a request of this plan; its requests are: GET /; did you mean"
                + " \"GET /\"?",
            "p:4:20 \"0/s\" is too low; must be > 0/s");
  }

  @Test
  void oneRuleMayStandAlone() {
    Plan plan = read("abort when: error rate > 5% for 2s", new PlanOverrides());
    assertThat(plan.criteria().abortWhen()).hasSize(1);
  }

  @Test
  void theCommandLineAddsRulesAndCanOnlyLowerTheCeiling() {
    PlanOverrides asked =
        new PlanOverrides().abortWhen("p95 > 1s for 5s").maxRate(Rate.perSecond(100));
    Plan plan = read("abort when: [error rate > 5% for 2s]\nbounds: {max rate: 20/s}", asked);
    assertThat(AbortParser.texts(plan.criteria().abortWhen()))
        .containsExactly("error rate > 5% for 2s", "p95 > 1s for 5s");
    assertThat(plan.bounds().maxRate()).contains(Rate.perSecond(20));
    Plan lowered = new PlanOverrides().maxRate(new Rate(5, 2)).apply(plan);
    assertThat(lowered.bounds().maxRate()).contains(new Rate(5, 2));
    assertThatThrownBy(() -> asked.maxRate(Rate.ZERO))
        .hasMessage("--max-rate is 0; must be more than 0");
    assertThatThrownBy(() -> new PlanOverrides().abortWhen("p95 of x > 1s for 5s").apply(plan))
        .hasMessageStartingWith("\"x\" is not a request of this plan");
  }

  @Test
  void theJavaWordsAreTheSame() {
    Plan plan =
        Plans.plan("p")
            .target("http://h")
            .user("u", u -> u.task(1, Plans.get("/")))
            .load(Plans.hold(1).lasting(Plans.seconds(1)))
            .abortWhen("error rate > 5% for 2s")
            .build();
    assertThat(plan.criteria().abortWhen())
        .isEqualTo(List.of(AbortParser.parse("error rate > 5% for 2s")));
  }
}
