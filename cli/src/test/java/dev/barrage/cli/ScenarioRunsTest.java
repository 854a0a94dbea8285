package dev.barrage.cli;

import static dev.barrage.cli.SharedTestbed.faults;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.measure.Measurement.Failure;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.PlanReader;
import dev.barrage.plan.catalogue.Profile;
import dev.barrage.plan.catalogue.Scenario;
import dev.barrage.report.RunRecord;
import dev.barrage.run.Run;
import dev.barrage.verdict.Judgement;
import dev.barrage.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Every scenario through the real sample gateway, in profile light and twenty times as fast: a
 * healthy gateway passes, a broken one fails for the right reason.
 *
 * <p>Levels that this machine may miss on a busy day are loosened here, not in the catalogue:
 * latencies to two seconds, throughput to one per second.
 */
class ScenarioRunsTest {
  @SuppressWarnings("unused") // named by FieldSource
  private static final List<String> NAMES = Scenario.NAMES;

  private static final int FASTER = 20;
  private static final Pattern STAGE = Pattern.compile("(?m)^  - (?:hold|ramp) .*$");
  private static final Pattern SECONDS = Pattern.compile("\\b(\\d+)s\\b");
  private static final Pattern PER_SECOND = Pattern.compile("\\b(\\d+)/s\\b");

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
    String text =
        STAGE.matcher(Scenario.of(name).text(Profile.LIGHT)).replaceAll(m -> fast(m.group()));
    String loose =
        text.replaceAll("(?m)^  (p\\d+(?: of [^:]+)?|throughput): .*$", "  $1: @")
                .replaceAll("(?m)^  throughput: @$", "  throughput: 1/s")
                .replace(": @", ": 2s")
                .replaceAll("(?m)^warmup: .*$", "warmup: 0s")
            + Plans.PATIENT;
    overrides.target(SharedTestbed.get().gateway().toString());
    Plan plan = PlanReader.read(name, name, loose, Path.of(""), overrides);
    return new Run(plan, Optional.empty(), progress -> {}).execute();
  }

  private static String fast(String stage) {
    String shorter =
        SECONDS.matcher(stage).replaceAll(m -> Integer.parseInt(m.group(1)) * 1000 / FASTER + "ms");
    return PER_SECOND
        .matcher(shorter)
        .replaceAll(m -> Integer.parseInt(m.group(1)) * FASTER + "/s");
  }

  private static String told(RunRecord run) {
    return run.judgement().reasons() + " " + run.measurement().errors();
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
    RunRecord run = run(name);
    assertThat(run.judgement().verdict()).as(told(run)).isLessThanOrEqualTo(Verdict.WARN);
    assertThat(run.measurement().counts().failed()).as(told(run)).isZero();
    assertThat(run.measurement().counts().ok()).isPositive();
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void oneWhoseUpstreamAnswersWithErrorsFails(String name) throws Exception {
    faults("{\"fail\": {\"share\": 0.5, \"status\": 503}}");
    RunRecord run = run(name);
    failsForItsErrors(run);
    assertThat(run.measurement().errors())
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
    assertThat(run.measurement().counts().failed()).isZero();
  }

  @Test
  void oneThatCutsConnectionsFails() throws Exception {
    faults("{\"reset\": {\"share\": 0.5}}");
    failsForItsErrors(run("stress"));
  }

  @Test
  void aLimitIsMetAndOneThatIsOffFails() throws Exception {
    RunRecord met = run("rate-limit");
    assertThat(met.measurement().statuses()).containsKeys("200", "429");
    assertThat(met.limit().orElseThrow().recoveryS()).isBetween(0.0, 5.0);
    RunRecord off = run("rate-limit", new PlanOverrides().set("limited=/api/hello"));
    failsForItsErrors(off);
    assertThat(off.measurement().errors())
        .extracting(Failure::message)
        .anyMatch(message -> message.contains("X-RateLimit-"));
    assertThat(off.judgement().reasons())
        .extracting(Judgement.Reason::rule)
        .contains("limit-never-refused");
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
    assertThat(run.measurement().errors())
        .extracting(Failure::message)
        .as(told(run))
        .anyMatch(message -> message.contains("$.result.task"))
        .anyMatch(message -> message.contains("text/event-stream"));
  }

  @Test
  void aDoorThatIsOpenFails() throws Exception {
    RunRecord run = run("auth", new PlanOverrides().set("protected=/api/hello"));
    failsForItsErrors(run);
    assertThat(run.measurement().errors())
        .extracting(Failure::request)
        .contains("stranger without a token");
  }
}
