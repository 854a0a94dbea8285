package dev.barrage.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.engine.ScriptedServer;
import dev.barrage.measure.SpikeResult;
import dev.barrage.plan.PlanReader;
import dev.barrage.report.RunRecord;
import dev.barrage.verdict.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A server that is hurt by a spike and well again at a known moment. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class SpikeTest {
  private static final String LOAD =
      "load: [hold 60/s for 2s, spike from 60/s to 300/s for 1s, hold 60/s for 5s]\n";

  /** Requests that come before the server is hurt: those of two seconds, and a few. */
  private static final int WELL = 130;

  @TempDir private Path dir;

  /**
   * @param hurtUntil requests up to this one, counted from the first, are slow and partly refused
   */
  private RunRecord run(int hurtUntil) throws Exception {
    AtomicInteger served = new AtomicInteger();
    ScriptedServer.Script script =
        connection -> {
          while (connection.request() != null) {
            int number = served.incrementAndGet();
            boolean hurt = number > WELL && number <= hurtUntil;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(hurt ? 600 : 200));
            boolean refuse = hurt && number % 3 == 0;
            connection.answer(
                refuse
                    ? "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"
                    : ScriptedServer.ok("{}"));
          }
        };
    try (ScriptedServer server = new ScriptedServer(script)) {
      String yaml =
          "target: http://127.0.0.1:%d\nusers: {u: {tasks: [{get: /}]}}\n".formatted(server.port());
      Path file =
          Files.writeString(
              dir.resolve("plan.yaml"), yaml + LOAD + "objectives: [recovery < 2900ms]");
      return new Run(PlanReader.read(file), Optional.empty(), p -> {}).execute();
    }
  }

  @Test
  void recoveryIsTimedFromTheEndOfTheSpike() throws Exception {
    RunRecord run = run(120 + 300 + 60); // a second of requests after the spike's end
    SpikeResult spike = run.measurement().spike().orElseThrow();
    assertThat(spike.before().p95Us()).isBetween(200e3, 590e3);
    assertThat(spike.during().p50Us()).isGreaterThan(590e3);
    assertThat(spike.during().refused()).isGreaterThan(50);
    assertThat(spike.during().broken()).isZero();
    assertThat(spike.recoveryS()).isBetween(0.5, 2.9);
    assertThat(run.judgement().objectives().getFirst().verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void aServerThatStaysHurtHasNotRecovered() throws Exception {
    RunRecord run = run(Integer.MAX_VALUE);
    assertThat(run.measurement().spike().orElseThrow().isRecovered()).isFalse();
    assertThat(run.judgement().objectives().getFirst().verdict()).isEqualTo(Verdict.FAIL);
    assertThat(run.judgement().reasons().toString())
        .contains("recovery is not over: p95 did not come back to within 10% of before");
  }
}
