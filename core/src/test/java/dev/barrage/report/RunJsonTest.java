package dev.barrage.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.barrage.monitor.GeneratorHealth;
import dev.barrage.monitor.Host;
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
import dev.barrage.plan.Step;
import dev.barrage.plan.Target;
import dev.barrage.plan.Task;
import dev.barrage.plan.User;
import dev.barrage.verdict.Judge;
import dev.barrage.verdict.Measured;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RunJsonTest {
  @TempDir Path dir;

  private static RunRecord record() {
    Step pause = new Step.Pause(Duration.ZERO, Duration.ZERO);
    Objective p99 =
        new Objective(
            "p99 <= 1ms critical 1s",
            new Objective.Metric.Percentile(99),
            Objective.Comparison.LESS_OR_EQUAL,
            1000,
            OptionalDouble.of(1_000_000),
            Optional.empty());
    Plan plan =
        new Plan(
            "golden",
            Target.at(URI.create("http://127.0.0.1:8080")),
            List.of(User.of("user", List.of(Task.of(pause)))),
            new LoadProfile(
                Duration.ofSeconds(1),
                new Load.Open(
                    List.of(
                        new Load.ArrivalStage.Hold(
                            Rate.perSecond(100), Duration.ofSeconds(10), Load.Arrivals.CONSTANT)))),
            Criteria.DEFAULT.withObjectives(List.of(p99)),
            Bounds.DEFAULT,
            Inputs.DEFAULT.withSeed(42),
            Hooks.NONE,
            Observation.NONE);
    Measured measured = new Measured();
    measured.refused = 5;
    GeneratorHealth generator =
        new GeneratorHealth(6.5, 0.25, 1, 400, 0.75, 3, 12.5, 0, Double.NaN);
    Host host = new Host("Linux amd64", "6.1", 2, "", 0, "JDK 25", Double.NaN, "f00d");
    var m = measured.build();
    return new RunRecord(
        plan,
        m,
        generator,
        host,
        Judge.judge(plan, m, generator, host),
        Observed.NONE,
        Interventions.NONE,
        Optional.empty());
  }

  private static final Map<String, Object> PLAN = Map.of("target", "http://127.0.0.1:8080");

  @Test
  void looksAsTheContractSays() throws IOException {
    // To make it anew after a wanted change: -Dgolden.write=FILE
    String write = System.getProperty("golden.write");
    if (write != null) {
      Files.writeString(Path.of(write), RunJson.text(record(), PLAN));
    }
    try (InputStream in =
        Objects.requireNonNull(RunJsonTest.class.getResourceAsStream("golden-run.json"))) {
      String golden = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(RunJson.text(record(), PLAN)).isEqualToNormalizingNewlines(golden);
    }
  }

  @Test
  void isReadBackAsWritten() throws IOException {
    Path file = dir.resolve("made/for/it/run.json");
    RunJson.write(file, record(), PLAN);
    JsonNode json = RunJson.read(file);
    assertThat(json.path("counts").path("ok").asLong()).isEqualTo(1000);
    assertThat(json.path("generator").path("rss_mb_max").isNull()).isTrue();
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void whatWasNotMeasuredIsNullAndNeverZero() {
    JsonNode json = RunJson.tree(record(), PLAN);
    assertThat(json.get("tls_us").isNull()).isTrue();
    assertThat(json.get("host").get("steal_ratio").isNull()).isTrue();
    assertThat(json.get("host").get("memory_mb").isNull()).isTrue();
    assertThat(json.get("users").get(0).get("peak").isNull()).isTrue();
    assertThat(json.get("timeline").get(1).get("latency_us").get("p50").isNull()).isTrue();
    assertThat(json.toString()).doesNotContain("NaN");
  }

  @Test
  void refusesWhatIsNoRecord() throws IOException {
    Path file = dir.resolve("x.json");
    Files.writeString(file, "{\"schema\":\"barrage.run/2\"}");
    assertThatThrownBy(() -> RunJson.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("barrage.run/2")
        .hasMessageContaining("must be barrage.run/1");
    Files.writeString(file, "{\"schema\":");
    assertThatThrownBy(() -> RunJson.read(file)).hasMessageContaining("is not JSON");
  }
}
