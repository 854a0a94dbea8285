package dev.barrage.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.engine.Endpoint;
import dev.barrage.engine.ScriptedServer;
import dev.barrage.measure.Measurement.Counts;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.PlanReader;
import dev.barrage.report.RunRecord;
import dev.barrage.verdict.Verdict;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A loop that ends by a defect of the generator. */
class DefectTest {
  @ParameterizedTest
  @ValueSource(strings = {"hold 40/s for 30s", "hold 3 users for 30s"})
  void leavesARecordOfWhatWasMeasuredMarkedInvalid(String load) throws Exception {
    String yaml =
        """
        target: {url: "http://127.0.0.1:%d", connections: new}
        users: {u: {tasks: [{steps: [{wait: 20ms}, {get: /}]}]}}
        load: %s
        """;
    try (ScriptedServer server = ScriptedServer.answering(ScriptedServer.ok("x"))) {
      Plan plan =
          PlanReader.read(
              "p", "p", yaml.formatted(server.port(), load), Path.of("/"), new PlanOverrides());
      Run run =
          new Run(plan, Optional.empty(), progress -> {})
              .around(endpoint -> new Endpoint(endpoint.address(), breakingAt(15)));
      RunRecord record = run.execute();
      assertThat(run.failure()).get().hasToString("java.lang.IllegalStateException: a defect");
      assertThat(record.judgement().verdict()).isEqualTo(Verdict.INVALID);
      assertThat(record.judgement().reasons())
          .anySatisfy(reason -> {
            assertThat(reason.rule()).isEqualTo("generator-failed");
            assertThat(reason.message()).endsWith("java.lang.IllegalStateException: a defect");
          })
          .noneMatch(reason -> reason.rule().equals("conservation"));
      assertThat(record.measurement().period().interrupted()).isTrue();
      assertThat(record.measurement().period().measuredS()).isBetween(0.01, 20.0);
      Counts counts = record.measurement().totals().counts();
      assertThat(counts.ok()).isPositive();
      assertThat(counts.started()).isEqualTo(counts.ok() + counts.failed() + counts.unfinished());
    }
  }

  private static Endpoint.Wrapper breakingAt(int connection) {
    AtomicInteger made = new AtomicInteger();
    return (socket, loop, wake) -> {
      if (made.incrementAndGet() == connection) {
        throw new IllegalStateException("a defect");
      }
      return socket;
    };
  }
}
