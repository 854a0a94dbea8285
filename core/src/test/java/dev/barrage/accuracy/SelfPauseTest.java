package dev.barrage.accuracy;

import static dev.barrage.engine.ScriptedServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.engine.ScriptedServer;
import dev.barrage.plan.Criteria;
import dev.barrage.plan.Load;
import dev.barrage.plan.Plan;
import dev.barrage.plan.Validity;
import dev.barrage.report.RunRecord;
import dev.barrage.run.Run;
import dev.barrage.verdict.Verdict;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A generator that its own collector stopped says so. SIGSTOP is tested on the whole program. */
@Timeout(60)
class SelfPauseTest {
  private static final Duration NONE = Duration.ofNanos(1);
  private static final Duration ANY = Duration.ofHours(1);

  @Test
  void aCollectionBeyondTheLimitMakesTheRunInvalid() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ok("hello"))) {
      Thread collecting =
          Thread.ofPlatform()
              .start(() -> {
                Awaitility.await().until(() -> server.requests.get() >= 100);
                System.gc();
              });
      RunRecord record = new Run(plan(server.port()), Optional.empty(), p -> {}).execute();
      collecting.join();
      assertThat(record.generator().gcPauseMsMax()).isPositive();
      assertThat(record.judgement().verdict()).isEqualTo(Verdict.INVALID);
      assertThat(record.judgement().reasons())
          .singleElement()
          .satisfies(reason -> assertThat(reason.rule()).isEqualTo("gc-pause"));
    }
  }

  /** No pause of the collector is allowed, and everything else is. */
  private static Plan plan(int port) {
    Load load = Proof.arrivals(200, Duration.ofSeconds(2), Load.Arrivals.CONSTANT);
    Validity onlyPauses = new Validity(ANY, 1, ANY, NONE, 1, ANY);
    return Proof.plan(port, load, Duration.ZERO, Proof.BOUNDS)
        .withCriteria(Criteria.DEFAULT.withValidity(onlyPauses));
  }
}
