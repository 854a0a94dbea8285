package dev.barrage.accuracy;

import static dev.barrage.engine.ScriptedServer.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.barrage.engine.ScriptedServer;
import dev.barrage.measure.Measurement;
import dev.barrage.plan.Load;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A server that freezes for one of four seconds: a quarter of the users wait, evenly from one
 * second down to nothing, so the latency at p (above 75%) is (p − 0.75) / 0.25 seconds.
 */
@Timeout(60)
class StallOracleTest {
  private static final int PER_SECOND = 500;
  private static final long SECOND_NS = 1_000_000_000L;

  @Test
  void everyUserOfAFrozenTargetIsCountedWithTheWaitItHad() throws Exception {
    AtomicLong firstNs = new AtomicLong();
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          while (connection.request() != null) {
            firstNs.compareAndSet(0, System.nanoTime());
            holdDuringStall(firstNs.get());
            connection.answer(ok("hello"));
          }
        })) {
      Load load = Proof.arrivals(PER_SECOND, Duration.ofSeconds(4), Load.Arrivals.CONSTANT);
      Measurement m = Proof.measure(Proof.plan(server.port(), load, Duration.ZERO, Proof.BOUNDS));
      assertThat(m.totals().counts().ok()).isEqualTo(4 * PER_SECOND);
      assertThat(m.totals().latency().getValueAtPercentile(80) / 1e9).isCloseTo(0.2, within(0.15));
      assertThat(m.totals().latency().getValueAtPercentile(90) / 1e9).isCloseTo(0.6, within(0.15));
      assertThat(m.totals().latency().getValueAtPercentile(95) / 1e9).isCloseTo(0.8, within(0.15));
      assertThat(m.totals().latency().getValueAtPercentile(99) / 1e9).isCloseTo(0.96, within(0.15));
      assertThat(server.mostInHand.get())
          .as("the target held the requests of all users, not of a few connections")
          .isGreaterThan(PER_SECOND * 9 / 10);
    }
  }

  /** Requests that come in the second after the first one wait for its end. */
  private static void holdDuringStall(long firstNs) {
    long sinceNs = System.nanoTime() - firstNs;
    while (sinceNs >= SECOND_NS && sinceNs < 2 * SECOND_NS) {
      LockSupport.parkNanos(2 * SECOND_NS - sinceNs);
      sinceNs = System.nanoTime() - firstNs;
    }
  }
}
