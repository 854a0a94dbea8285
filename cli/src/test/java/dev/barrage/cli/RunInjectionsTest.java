package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Failures that a plan puts in the target's way while its load goes on. */
class RunInjectionsTest {
  @TempDir Path folder;

  private BarrageProcess run(String url, String load, String injections) throws Exception {
    Path plan = Plans.patient(folder, url, load);
    Files.writeString(plan, Files.readString(plan) + injections);
    return BarrageProcess.start(folder, "run", plan.toString(), "-o", "r");
  }

  @Test
  void areMadeAndUndoneAtTheirTimesAndToldOnTheTimeline() throws Exception {
    try (Target target = new Target()) {
      BarrageProcess run =
          run(
                  target.url(),
                  "hold 20/s for 2s",
                  """
                  inject:
                    - at: 500ms
                      for: 500ms
                      do: {post: /faults, json: {stall: true}}
                      undo: {run: touch undone.txt}
                  """)
              .await();
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(folder.resolve("undone.txt")).exists();
      JsonNode injection = run.record("r").path("injections").path(0);
      assertThat(injection.path("failure").asString()).isEqualTo("POST /faults");
      assertThat(injection.path("ok").asBoolean()).isTrue();
      double fromS = injection.path("from_s").asDouble();
      assertThat(fromS).isGreaterThanOrEqualTo(0.5);
      assertThat(injection.path("until_s").asDouble())
          .as("when the plan says, or later on a busy machine")
          .isGreaterThanOrEqualTo(Math.max(fromS, 1));
      assertThat(injection.path("made").path("code").asInt()).isEqualTo(200);
      assertThat(injection.path("undone").path("ok").asBoolean()).isTrue();
      assertThat(run.out()).contains("Injected", "POST /faults");
      assertThat(Files.readString(folder.resolve("r").resolve("report.html")))
          .contains("Failures injected");
    }
  }

  @Test
  void oneThatCannotBeMadeIsAWarningAndTheRestIsMeasured() throws Exception {
    try (Target target = new Target()) {
      BarrageProcess run =
          run(
                  target.url(),
                  "hold 20/s for 1s",
                  """
                  inject:
                    - at: 200ms
                      do: {run: echo "no such container" >&2; exit 3}
                      undo: {run: touch undone.txt}
                    - {at: 1h, do: {run: touch late.txt}, undo: {run: touch late.txt}}
                  """)
              .await();
      assertThat(run.exitCode()).as(run.err()).isZero();
      JsonNode json = run.record("r");
      assertThat(json.path("verdict").asString()).isEqualTo("WARN");
      assertThat(json.path("reasons").findValuesAsString("rule")).containsOnly("injection-failed");
      assertThat(json.path("reasons").findValuesAsString("message"))
          .containsExactlyInAnyOrder(
              "inject: echo \"no such container\" >&2; exit 3: ended with 3: no such container",
              "inject: touch late.txt: was not done: the run was over before its time");
      assertThat(json.path("counts").path("ok").asLong()).isEqualTo(20);
      assertThat(folder.resolve("undone.txt")).exists();
      assertThat(folder.resolve("late.txt")).doesNotExist();
    }
  }

  @Test
  void areUndoneWhenTheRunIsInterrupted() throws Exception {
    try (Target target = new Target()) {
      BarrageProcess run =
          run(
              target.url(),
              "hold 20/s for 10m",
              """
              inject:
                - {do: {run: touch made.txt}, undo: {run: touch undone.txt}}
                - {do: {run: touch hangs.txt; sleep 600}, undo: {run: touch also-undone.txt}}
              """);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() ->
              Files.exists(folder.resolve("made.txt"))
                  && Files.exists(folder.resolve("hangs.txt")));
      run.signal("INT");
      assertThat(run.await().exitCode()).as(run.err()).isEqualTo(130);
      assertThat(folder.resolve("undone.txt")).exists();
      assertThat(folder.resolve("also-undone.txt")).exists();
      assertThat(run.record("r").path("injections").path(0).path("undone").path("ok").asBoolean())
          .isTrue();
    }
  }
}
