package dev.barrage.accuracy;

import static dev.barrage.engine.ScriptedServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.engine.ScriptedServer;
import dev.barrage.measure.Measurement;
import dev.barrage.plan.Load;
import java.time.Duration;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A server that delays by known amounts and notes what it really gave: no percentile that is
 * measured may lie below it, nor far above. The strict figures are the bench's.
 */
@Timeout(60)
class KnownDelayTest {
  private static final int REQUESTS = 1000;

  /** What a shared machine may add to most requests, and to the unluckiest of them. */
  private static final long SLACK_NS = 20_000_000L;

  private static final long TAIL_SLACK_NS = 300_000_000L;

  record Delays(String name, long[] ns) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Delays> delays() {
    Random random = new Random(5);
    return Stream.of(
        new Delays("fixed", random.longs(REQUESTS, 20_000_000L, 20_000_001L).toArray()),
        new Delays(
            "two-peaked",
            random
                .ints(REQUESTS, 0, 10)
                .mapToLong(i -> i < 8 ? 5_000_000L : 80_000_000L)
                .toArray()),
        new Delays(
            "heavy-tailed",
            random
                .doubles(REQUESTS)
                .mapToLong(u -> Math.min(400_000_000L, (long) (2e6 / Math.pow(1 - u, 0.8))))
                .toArray()));
  }

  @ParameterizedTest
  @MethodSource("delays")
  void measuresTheDelaysThatWereGiven(Delays delays) throws Exception {
    Queue<Long> given = new ConcurrentLinkedQueue<>();
    AtomicInteger next = new AtomicInteger();
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          while (connection.request() != null) {
            long fromNs = System.nanoTime();
            long untilNs = fromNs + delays.ns[next.getAndIncrement()];
            for (long left; (left = untilNs - System.nanoTime()) > 0; ) {
              LockSupport.parkNanos(left);
            }
            given.add(System.nanoTime() - fromNs);
            connection.answer(ok("hello"));
          }
        })) {
      Load load = Proof.arrivals(REQUESTS / 2, Duration.ofSeconds(2), Load.Arrivals.CONSTANT);
      Measurement m = Proof.measure(Proof.plan(server.port(), load, Duration.ZERO, Proof.BOUNDS));
      long[] truth = given.stream().mapToLong(Long::longValue).sorted().toArray();
      assertThat(truth).hasSize(REQUESTS);
      for (double p : new double[] {50, 75, 90, 99}) {
        long trueNs = truth[(int) Math.ceil(p / 100 * REQUESTS) - 1];
        long measuredNs = m.totals().serviceTime().getValueAtPercentile(p);
        assertThat(measuredNs)
            .as("service time at p%s against %d ns given", p, trueNs)
            .isBetween(
                (long) (trueNs * 0.999), trueNs + trueNs / 5 + (p < 90 ? SLACK_NS : TAIL_SLACK_NS));
      }
    }
  }
}
