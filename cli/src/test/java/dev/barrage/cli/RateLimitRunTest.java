package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.barrage.measure.limit.LimitResult;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.PlanReader;
import dev.barrage.report.RunRecord;
import dev.barrage.run.Run;
import dev.barrage.verdict.Judgement;
import dev.barrage.verdict.Verdict;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rate limits against limiters that count themselves. */
class RateLimitRunTest {
  private static final String PLAN =
      """
      users: {u: {tasks: [{get: /api/hello, expect: [200, 429]}]}}
      load: %s
      rate limit: {%s, tolerance: 20%%}
      """;

  @AfterEach
  void mend() throws Exception {
    SharedTestbed.faults("{}");
  }

  private static RunRecord run(String load, String limit) throws Exception {
    PlanOverrides overrides = new PlanOverrides().target(SharedTestbed.get().upstream().toString());
    String text = PLAN.formatted(load, limit) + Plans.PATIENT;
    Plan plan = PlanReader.read("limit", "limit", text, Path.of(""), overrides);
    SharedTestbed.reset();
    return new Run(plan, Optional.empty(), progress -> {}).execute();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fixed_window", "sliding_window", "token_bucket"})
  void countsAsTheLimiterItself(String algorithm) throws Exception {
    SharedTestbed.faults(
        "{\"rate_limit\": {\"limit\": 50, \"window_ms\": 500, \"algorithm\": \"%s\"}}"
            .formatted(algorithm));
    RunRecord run = run("hold 300/s for 3s", "admits: 50, window: 500ms");
    LimitResult limit = run.observed().limit().orElseThrow();
    JsonNode counted = JsonMapper.shared().readTree(SharedTestbed.counts());
    JsonNode statuses = counted.at("/paths/~1api~1hello/statuses");
    assertThat(limit.admitted()).isEqualTo(statuses.get("200").asLong());
    assertThat(limit.refused()).isEqualTo(statuses.get("429").asLong());
    assertThat(limit.admittedPerS()).isCloseTo(100, within(20.0));
    assertThat(limit.limitFields()).isEqualTo(1);
    assertThat(limit.limitWrong()).isZero();
    assertThat(limit.retryAfter()).isEqualTo(1);
    assertThat(run.judgement().verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void findsWhenALimiterThatHadRefusedEverythingRecovers() throws Exception {
    SharedTestbed.faults("{\"fail\": {\"share\": 1, \"status\": 429}}");
    long[] mendedNs = new long[1];
    CompletableFuture<Void> mending =
        CompletableFuture.runAsync(
            () -> {
              try {
                SharedTestbed.faults("{}");
                mendedNs[0] = System.nanoTime();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            },
            CompletableFuture.delayedExecutor(1500, TimeUnit.MILLISECONDS));
    long beforeNs = System.nanoTime();
    LimitResult limit = run("hold 100/s for 3s", "window: 1s").observed().limit().orElseThrow();
    mending.join();
    double mendedS = (mendedNs[0] - beforeNs) / 1e9;
    assertThat(limit.recoveryS())
        .isCloseTo(mendedS, within(0.6)); // the strict bound is the bench's
    assertThat(limit.admitted()).isPositive();
  }

  @Test
  void failsALimiterThatNeverRefuses() throws Exception {
    RunRecord run = run("hold 100/s for 1s", "admits: 10, window: 1s");
    assertThat(run.judgement().verdict()).isEqualTo(Verdict.FAIL);
    assertThat(run.judgement().reasons())
        .extracting(Judgement.Reason::message)
        .singleElement()
        .asString()
        .startsWith("the rate limit never refused: ")
        .endsWith(" requests/s were offered, more than the 10/s that it should admit");
  }

  @Test
  void warnsWhereTooLittleWasOfferedToTry() throws Exception {
    RunRecord run = run("hold 100/s for 1s", "admits: 1000, window: 1s");
    assertThat(run.judgement().verdict()).isEqualTo(Verdict.WARN);
    assertThat(run.judgement().reasons())
        .extracting(Judgement.Reason::rule)
        .containsExactly("limit-never-refused");
  }
}
