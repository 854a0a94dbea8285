package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.HdrHistogram.HistogramLogReader;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A run that is told to end, killed or held up in the middle. */
class RunSignalsTest {
  @TempDir Path folder;

  private static void until(java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(10))
        .until(condition);
  }

  private BarrageProcess start(Target target, String load) throws Exception {
    Path plan = Plans.patient(folder, target.url(), load);
    return BarrageProcess.start(folder, "run", plan.toString(), "-o", "r");
  }

  @Test
  void oneInterruptDrainsAndTellsWhatWasUntilThen() throws Exception {
    try (Target target = new Target().delayMs(100)) {
      BarrageProcess run = start(target, "hold 100/s for 1m");
      until(() -> target.count() >= 60);
      run.signal("INT");
      assertThat(run.await().exitCode()).isEqualTo(ExitCode.INTERRUPTED);
      JsonNode json = run.record("r");
      JsonNode counts = json.path("counts");
      assertThat(json.path("interrupted").asBoolean()).isTrue();
      assertThat(counts.path("planned").asLong()).isBetween(60L, 2000L);
      assertThat(counts.path("unfinished").asLong()).isZero();
      assertThat(counts.path("sent").asLong()).isEqualTo(target.count());
      assertThat(counts.path("planned").asDouble())
          .isCloseTo(
              100 * json.path("measured_s").asDouble(), org.assertj.core.data.Offset.offset(1.5));
      assertThat(folder.resolve("r/report.html")).isNotEmptyFile();
      assertThat(run.out()).contains("nterrupted");
    }
  }

  @Test
  void aClosedTerminalCostsNoResult() throws Exception {
    try (Target target = new Target()) {
      BarrageProcess run = start(target, "hold 50/s for 1m");
      until(() -> target.count() >= 10);
      run.signal("HUP");
      assertThat(run.await().exitCode()).isEqualTo(ExitCode.HUNG_UP);
      JsonNode json = run.record("r");
      assertThat(json.path("interrupted").asBoolean()).isTrue();
      assertThat(json.path("counts").path("sent").asLong()).isEqualTo(target.count());
    }
  }

  @Test
  void anInterruptIsHeardAlsoInTheBackgroundOfAScript() throws Exception {
    try (Target target = new Target()) {
      Path plan = Plans.patient(folder, target.url(), "hold 50/s for 1m");
      BarrageProcess run =
          BarrageProcess.startIgnoringInterrupts(folder, "run", plan.toString(), "-o", "r");
      until(() -> target.count() >= 10);
      run.signal("INT");
      assertThat(run.await().exitCode()).isEqualTo(ExitCode.INTERRUPTED);
      assertThat(run.record("r").path("interrupted").asBoolean()).isTrue();
    }
  }

  @Test
  void aSecondInterruptEndsARunWhoseTargetHangs() throws Exception {
    try (Target target = new Target().delayMs(100_000)) {
      BarrageProcess run = start(target, "hold 20 users for 1m");
      until(() -> target.count() == 20);
      run.signal("INT");
      run.signal("INT");
      assertThat(run.await().exitCode()).isEqualTo(ExitCode.INTERRUPTED);
      assertThat(run.record("r").path("counts").path("unfinished").asLong()).isEqualTo(20);
    }
  }

  @Test
  void terminationIsAnInterruptionWithItsOwnExitCode() throws Exception {
    try (Target target = new Target()) {
      BarrageProcess run = start(target, "hold 5 users for 1m");
      until(() -> target.count() > 100);
      run.signal("TERM");
      assertThat(run.await().exitCode()).isEqualTo(ExitCode.TERMINATED);
      assertThat(run.record("r").path("interrupted").asBoolean()).isTrue();
      assertThat(run.record("r").path("counts").path("sent").asLong()).isEqualTo(target.count());
    }
  }

  @Test
  void whatAKilledRunLeftBecomesAReport() throws Exception {
    try (Target target = new Target()) {
      BarrageProcess run = start(target, "hold 50/s for 1m");
      until(() -> run.err().contains("  p50 ") && target.count() > 60);
      run.signal("KILL");
      assertThat(run.await().exitCode()).isEqualTo(137);
      assertThat(folder.resolve("r/run.json")).doesNotExist();

      BarrageProcess report = BarrageProcess.run(folder, "report", "r");
      assertThat(report.exitCode()).as(report.err()).isZero();
      assertThat(Files.readString(folder.resolve("r/report.html")))
          .containsIgnoringCase("interrupted");
      long logged = 0;
      try (HistogramLogReader log =
          new HistogramLogReader(folder.resolve("r/latency.hlog").toFile())) {
        while (log.nextIntervalHistogram() instanceof org.HdrHistogram.Histogram part) {
          logged += part.getTotalCount();
        }
      }
      assertThat(logged).isBetween(1L, (long) target.count());
    }
  }

  @Test
  void aGeneratorHeldUpIsInvalidInEitherModelAndNotTheTargetsFailure() throws Exception {
    try (Target target = new Target()) {
      for (String load : new String[] {"hold 100/s for 3s", "hold 4 users for 3s"}) {
        int before = target.count();
        Path plan = Plans.patient(folder, target.url(), load);
        Files.writeString(
            plan,
            Files.readString(plan).replace("loop stall: 100s", "loop stall: 900ms")
                + "objectives: [max <= 1ms]\n");
        BarrageProcess run = BarrageProcess.start(folder, "run", plan.toString(), "-o", "r");
        until(() -> target.count() > before + 20);
        run.signal("STOP");
        Thread.sleep(1200); // The length of the stall itself, not readiness for anything.
        run.signal("CONT");
        assertThat(run.await().exitCode()).as(run.out()).isEqualTo(ExitCode.INVALID);
        assertThat(run.record("r").path("reasons").findValuesAsString("rule"))
            .contains("loop-stall");
      }
    }
  }

  @Test
  void aTargetThatGoesInMidRunIsAFailureOfTheTarget() throws Exception {
    Target target = new Target();
    BarrageProcess run = start(target, "hold 100/s for 2s");
    until(() -> target.count() >= 50);
    target.close();
    assertThat(run.await().exitCode()).as(run.err()).isEqualTo(ExitCode.FAILED);
    JsonNode json = run.record("r");
    assertThat(json.path("verdict").asString()).isEqualTo("FAIL");
    assertThat(json.path("counts").path("planned").asLong()).isEqualTo(200);
    assertThat(json.path("outcomes").path("connect_failed").asLong()).isPositive();
    assertThat(json.path("interrupted").asBoolean()).isFalse();
  }
}
