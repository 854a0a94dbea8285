package dev.barrage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanOverridesTest {
  private static Plan plan(String load) {
    return PlanReaderTest.read(
        "target: http://h\nvariables: {tenant: a}\nusers: {u: {tasks: [{get: '/${tenant}'}]}}\n"
            + ("warmup: 3s\nload: [" + load + "]\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hold 5/s for 1m | 10s | hold 5/s for 10s",
        "hold 5/s for 1m | 2m | hold 5/s for 2m",
        "ramp to 100/s over 10s, hold 1m | 5s | ramp from 0/s to 50/s over 5s",
        "ramp to 100/s over 10s, hold 1m | 10s | ramp from 0/s to 100/s over 10s",
        "ramp to 100/s over 10s, hold 1m | 15s | ramp from 0/s to 100/s over 10s, hold 100/s for"
            + " 5s",
        "hold 5/s for 10s, ramp to 9/s over 1s | 20s | hold 5/s for 10s, ramp from 5/s to 9/s over"
            + " 10s",
        "ramp to 10 users over 10s, hold 1m | 5s | ramp from 0 to 5 users over 5s",
        "hold 5 users for 1m | 2m | hold 5 users for 2m",
        "sine 1/s..2/s period 1m for 10m | 30s | sine 1/s..2/s period 1m for 30s",
      })
  void cutsStagesOrLengthensTheLast(String load, String time, String expected) {
    Plan cut = new PlanOverrides().time(Durations.parse(time)).apply(plan(load));
    assertThat(LoadText.of(cut.profile().load())).isEqualTo(Arrays.asList(expected.split(", ")));
    assertThat(cut.profile().load().length()).isEqualTo(Durations.parse(time));
    assertThat(cut.profile().warmup()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void replacesTheLoadByOneStage() {
    Plan plan = plan("ramp to 100 users over 10s, hold 50s");
    assertThat(
            LoadText.of(new PlanOverrides().rate(Rates.parse("5k")).apply(plan).profile().load()))
        .containsExactly("hold 5000/s for 1m");
    assertThat(LoadText.of(new PlanOverrides().users(7).apply(plan).profile().load()))
        .containsExactly("hold 7 users for 1m");
  }

  @Test
  void spreadsArrivalsOtherwise() {
    PlanOverrides poisson = new PlanOverrides().arrivals(Load.Arrivals.POISSON);
    assertThat(LoadText.of(poisson.apply(plan("ramp to 5/s over 1s, hold 1s")).profile().load()))
        .containsExactly("poisson ramp from 0/s to 5/s over 1s", "poisson hold 5/s for 1s");
  }

  @Test
  void changesTargetBoundsSeedObjectivesVariablesAndTls() {
    Plan changed =
        new PlanOverrides()
            .target("https://gw")
            .connections(5)
            .maxInFlight(6)
            .threads(2)
            .timeout(Duration.ofSeconds(1))
            .connectTimeout(Duration.ofSeconds(2))
            .drain(Duration.ZERO)
            .insecure()
            .caCert(Path.of("ca.pem"))
            .clientCert(Path.of("c.pem"), Path.of("k.pem"))
            .seed(9)
            .objective("p95 < 1s")
            .set("tenant=b=c")
            .apply(plan("hold 5/s for 1s"));
    assertThat(changed.target().urls()).hasToString("[https://gw]");
    assertThat(changed.target().tls().verify()).isFalse();
    assertThat(changed.target().tls().key()).hasValue(Path.of("k.pem").toAbsolutePath());
    assertThat(changed.bounds().connections()).isEqualTo(5);
    assertThat(changed.bounds().maxInFlight()).isEqualTo(6);
    assertThat(changed.bounds().loops().threads()).hasValue(2);
    assertThat(changed.bounds().timeouts().request()).isEqualTo(Duration.ofSeconds(1));
    assertThat(changed.bounds().timeouts().connect()).isEqualTo(Duration.ofSeconds(2));
    assertThat(changed.bounds().timeouts().drain()).hasValue(Duration.ZERO);
    assertThat(changed.inputs().seed()).isEqualTo(9);
    assertThat(changed.criteria().objectives())
        .extracting(Objective::text)
        .isEqualTo(List.of("p95 < 1s"));
    assertThat(changed.inputs().variables()).containsEntry("tenant", "b=c");
  }

  @Test
  void saysWhatARateLimitAdmits() {
    Plan plan =
        PlanReader.read(
            "p",
            "p",
            "target: http://gw\nusers: {u: {tasks: [{get: /, expect: [200, 429]}]}}\n"
                + "load: hold 5/s for 1s\nrate limit: {tolerance: 1%, per: client}\n",
            Path.of(""),
            new PlanOverrides().rateLimit("50/500ms"));
    assertThat(plan.observation().rateLimit())
        .hasValue(
            new RateLimit(
                OptionalLong.of(50),
                Duration.ofMillis(500),
                RateLimit.Per.CLIENT,
                0.01,
                List.of()));
    assertThat(
            new PlanOverrides()
                .rateLimit("6000/m per target")
                .apply(plan)
                .observation()
                .rateLimit())
        .hasValueSatisfying(limit -> {
          assertThat(limit.window()).isEqualTo(Duration.ofMinutes(1));
          assertThat(limit.per()).isEqualTo(RateLimit.Per.TARGET);
        });
    assertThatThrownBy(() -> new PlanOverrides().rateLimit("100"))
        .hasMessage(
            "\"100\" does not say what a rate limit admits; write e.g. 100/s, 6000/m,"
                + " 50/500ms per client");
    assertThatThrownBy(
            () -> new PlanOverrides().rateLimit("5/s").apply(plan("hold 5 users for 1s")))
        .hasMessage(
            "no request of the plan is under a rate limit: write expect: [200, 429] where a refusal"
                + " is expected");
  }

  @Test
  void refusesContradictionsInOneLine() {
    Plan plan = plan("hold 5 users for 1s");
    PlanOverrides both = new PlanOverrides().users(5).rate(Rates.parse("5"));
    assertThatThrownBy(() -> both.apply(plan))
        .hasMessage(
            "--rate and --users exclude each other: --rate starts requests whatever the target"
                + " does, --users waits for its answers");
    assertThatThrownBy(() -> new PlanOverrides().spawnRate(Rates.parse("5")).apply(plan))
        .hasMessage("--spawn-rate needs --users, e.g. -u 100 -r 10");
    assertThatThrownBy(() -> new PlanOverrides().arrivals(Load.Arrivals.POISSON).apply(plan))
        .hasMessage("--arrivals goes with --rate or a load of arrivals");
    assertThatThrownBy(() -> new PlanOverrides().users(0))
        .hasMessage("--users is 0; must be from 1 to 1000000");
    assertThatThrownBy(() -> new PlanOverrides().time(Duration.ZERO))
        .hasMessage("--run-time is 0s; must be more than 0");
    assertThatThrownBy(() -> new PlanOverrides().rate(Rate.ZERO))
        .hasMessage("--rate is 0; must be more than 0");
    assertThatThrownBy(() -> new PlanOverrides().set("tenant"))
        .hasMessage("--set is \"tenant\"; write NAME=VALUE, e.g. --set tenant=blue");
    assertThatThrownBy(() -> new PlanOverrides().set("tennant=b").apply(plan))
        .hasMessage(
            "--set names \"tennant\", which is not a variable of this plan; its variables are:"
                + " tenant; did you mean \"tenant\"?");
    assertThatThrownBy(() -> new PlanOverrides().objective("p95 of GET /x < 1s").apply(plan))
        .hasMessage("\"GET /x\" is not a request of this plan; its requests are: GET /${tenant}");
  }
}
