package dev.barrage.engine;

import static dev.barrage.engine.ScriptedServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a generator does that has come late, all of whose arrivals are due at once. */
@Timeout(60)
class ArrearsTest extends EngineRuns {
  @Test
  void arrivalsOfALateGeneratorShareTheConnectionsOfAFastTarget() throws Exception {
    load = arrivals(2000, 4000);
    late = Duration.ofSeconds(4);
    try (ScriptedServer server = ScriptedServer.answering(ok("x"))) {
      run(server);
      assertThat(tally.count(Outcome.OK)).isEqualTo(8000);
      assertThat(tally.opened).as("connections opened for 8000 at once").isLessThan(300);
      assertThat(tally.ended).allMatch(ended -> ended.dispatchedNs() > ended.intendedNs());
    }
  }

  @Test
  void aSlowTargetGetsAsManyAtOnceFromALateGeneratorAsFromAPunctualOne() throws Exception {
    load = arrivals(1000, 1000);
    late = Duration.ofSeconds(1);
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          while (connection.request() != null) {
            new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
            connection.answer(ok("x"));
          }
        })) {
      run(server);
      assertThat(tally.count(Outcome.OK)).isEqualTo(1000);
      assertThat(server.mostInHand.get()).as("λW").isGreaterThanOrEqualTo(300);
    }
  }

  @Test
  void aLateGeneratorDoesNotMakeUpForTheWarmUp() throws Exception {
    warmup = Duration.ofSeconds(4);
    load = arrivals(2000, 100);
    late = warmup;
    try (ScriptedServer server = ScriptedServer.answering(ok("x"))) {
      run(server);
      assertThat(tally.clipped).isGreaterThan(7000);
      assertThat(tally.clipped + tally.started).isEqualTo(8200);
      assertThat(tally.started).as("all that is measured").isGreaterThanOrEqualTo(200);
    }
  }

  @Test
  void aFewThatAreLateInTheWarmUpAreSent() throws Exception {
    warmup = Duration.ofSeconds(2);
    load = arrivals(20, 100);
    late = warmup;
    try (ScriptedServer server = ScriptedServer.answering(ok("x"))) {
      run(server);
      assertThat(tally.started).isEqualTo(42);
    }
  }
}
