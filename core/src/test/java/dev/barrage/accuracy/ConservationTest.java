package dev.barrage.accuracy;

import static dev.barrage.engine.ScriptedServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.engine.Outcome;
import dev.barrage.engine.ScriptedServer;
import dev.barrage.measure.Measurement;
import dev.barrage.measure.Measurement.Counts;
import dev.barrage.plan.Bounds;
import dev.barrage.plan.Load;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the target does, no request is lost from the books. */
@Timeout(60)
class ConservationTest {
  @Test
  void countsBalanceWithEachOtherAndWithTheServer() throws Exception {
    AtomicInteger arrived = new AtomicInteger();
    CountDownLatch never = new CountDownLatch(1);
    Bounds bounds =
        Bounds.DEFAULT
            .withAtOnce(200, 40)
            .with(Bounds.Loops.of(2))
            .with(
                new Bounds.Timeouts(
                    Duration.ofMillis(300),
                    Duration.ofSeconds(2),
                    Optional.of(Duration.ofMillis(100))));
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          while (connection.request() != null) {
            switch (arrived.getAndIncrement() % 50) {
              case 7 -> connection.answer("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
              case 17 -> connection.answer("nonsense\r\n");
              case 27 -> never.await(); // times out
              case 37 -> {
                connection.answer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
                return;
              }
              default -> connection.answer(ok("fine"));
            }
          }
        })) {
      Load load = Proof.arrivals(2000, Duration.ofSeconds(2), Load.Arrivals.POISSON);
      Measurement m =
          Proof.measure(Proof.plan(server.port(), load, Duration.ofMillis(500), bounds));
      Counts c = m.totals().counts();
      assertThat(c.planned()).isEqualTo(c.started() + c.dropped());
      assertThat(c.started()).isEqualTo(c.ok() + c.failed() + c.unfinished());
      assertThat(m.totals().outcomes().values().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(c.ok() + c.failed());
      assertThat(m.totals().outcomes().keySet())
          .contains(
              Outcome.OK,
              Outcome.STATUS_REFUSED,
              Outcome.MALFORMED_RESPONSE,
              Outcome.TIMEOUT,
              Outcome.RESET);
      assertThat(server.requests.get()).as("the server's own count").isEqualTo((int) c.sent());
      assertThat(m.totals().latency().getTotalCount())
          .as("complete responses and timeouts")
          .isEqualTo(
              c.ok()
                  + m.totals().outcomes().get(Outcome.STATUS_REFUSED)
                  + m.totals().outcomes().get(Outcome.TIMEOUT));
    }
  }
}
