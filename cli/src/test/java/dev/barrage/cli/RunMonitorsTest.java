package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.barrage.testkit.RealServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Monitors that see nothing, no longer, or nonsense: said in a line, and the rest is measured. */
class RunMonitorsTest {
  @TempDir Path folder;

  @Test
  void allThatSeeNothingAtTheStartAreNamedAndNothingIsSent() throws Exception {
    int port = RealServer.freePort();
    try (Target target = new Target()) {
      BarrageProcess run =
          BarrageProcess.run(
              folder,
              "run",
              Plans.patient(folder, target.url(), "hold 20/s for 1s").toString(),
              "--monitor=gateway=port " + port,
              "--monitor=page=" + target.url() + "/metrics used_bytes",
              "--monitor=box=container no-such-container");
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err().strip())
          .doesNotContain("\n")
          .startsWith(
              "barrage: monitor gateway sees nothing: no process that listens on port " + port)
          .contains(
              "; monitor page sees nothing: it is not a Prometheus page: line 1 is \"hi\"; ",
              "; monitor box sees nothing: container no-such-container was not found: ")
          .endsWith(
              "; mend them, or mark them optional: \"optional: true\" in the plan, NAME?=… with"
                  + " --monitor");
      assertThat(target.received()).noneMatch(request -> request.head().startsWith("GET / "));
    }
  }

  @Test
  void oneThatIsOptionalMayBeMissing() throws Exception {
    try (Target target = new Target()) {
      BarrageProcess run =
          BarrageProcess.run(
              folder,
              "run",
              Plans.patient(folder, target.url(), "hold 20/s for 1s").toString(),
              "--monitor=gone?=port " + RealServer.freePort(),
              "-o",
              "r");
      assertThat(run.exitCode()).as(run.err()).isZero();
      JsonNode gone = run.record("r").at("/monitors/gone");
      assertThat(gone.path("missing").asInt()).isPositive();
      assertThat(gone.path("problem").asString()).startsWith("no process that listens on port");
      assertThat(gone.at("/series/rss/max").isNull()).isTrue();
      assertThat(run.out()).contains("missing: no process that listens on port");
    }
  }

  @Test
  void aProcessThatEndsIsMissingFromThenOnAndTheRestIsMeasured() throws Exception {
    Process watched = new ProcessBuilder("sleep", "600").start();
    try (Target target = new Target()) {
      BarrageProcess run =
          BarrageProcess.start(
              folder,
              "run",
              Plans.patient(folder, target.url(), "hold 20/s for 4s").toString(),
              "--monitor=it=pid " + watched.pid(),
              "-o",
              "r");
      await().atMost(Duration.ofSeconds(30)).until(() -> target.count() > 30);
      watched.destroyForcibly().waitFor();
      assertThat(run.await().exitCode()).as(run.err()).isZero();
      JsonNode it = run.record("r").at("/monitors/it");
      assertThat(it.path("events").findValuesAsString("text"))
          .containsExactly("process " + watched.pid() + " ended");
      assertThat(it.path("missing").asInt()).isPositive();
      assertThat(it.at("/series/rss/looks").asInt()).isPositive();
      assertThat(run.record("r").at("/counts/ok").asInt()).isEqualTo(80);
      assertThat(run.out()).contains("process " + watched.pid() + " ended");
    } finally {
      watched.destroyForcibly();
    }
  }

  @Test
  void aLimiterThatNeverRefusesFailsWithTheRateThatWasOffered() throws Exception {
    try (Target target = new Target()) {
      Path plan = Plans.patient(folder, target.url(), "hold 50/s for 2s");
      Files.writeString(
          plan,
          Files.readString(plan).replace("get: /", "get: /, expect: [200, 429]")
              + "rate limit: {admits: 10, window: 1s}\n");
      BarrageProcess run = BarrageProcess.run(folder, "run", plan.toString(), "-o", "r");
      assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
      assertThat(run.out().replaceAll("\\s+", " "))
          .contains(
              "the rate limit never refused: 50 requests/s were offered, more than the 10/s that it"
                  + " should admit");
      assertThat(run.record("r").at("/counts/ok").asInt()).isEqualTo(100);
    }
  }

  @Test
  void aFaultThatCannotBeInjectedIsAWarningAndTheRestIsMeasured() throws Exception {
    String closed = "http://127.0.0.1:" + RealServer.freePort();
    try (Target target = new Target()) {
      Path plan = Plans.patient(folder, target.url(), "hold 20/s for 4s");
      Files.writeString(
          plan,
          Files.readString(plan)
              + """
              inject:
                - {at: 200ms, do: {post: %s/faults, json: {}}}
                - {at: 200ms, do: {post: /refused, json: {}}}
              """
                  .formatted(closed));
      BarrageProcess run = BarrageProcess.run(folder, "run", plan.toString(), "-o", "r");
      assertThat(run.exitCode()).as(run.err()).isZero();
      JsonNode json = run.record("r");
      assertThat(json.path("verdict").asString()).isEqualTo("WARN");
      assertThat(json.path("reasons").findValuesAsString("message"))
          .containsExactlyInAnyOrder(
              "inject: POST " + closed + "/faults: had no answer: nothing listens there",
              "inject: POST /refused: was answered 503: hi");
      assertThat(json.at("/counts/ok").asInt()).isEqualTo(80);
    }
  }
}
