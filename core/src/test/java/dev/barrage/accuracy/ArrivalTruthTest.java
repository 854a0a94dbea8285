package dev.barrage.accuracy;

import static dev.barrage.engine.ScriptedServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.engine.ScriptedServer;
import dev.barrage.engine.Timing;
import dev.barrage.measure.Measurement;
import dev.barrage.plan.Load;
import dev.barrage.plan.Plan;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A server that notes when requests arrive and answers late: they must come when the schedule says,
 * not when the answers do. Bounds are loose, and a machine that others use gets three tries, so
 * that only a wrong design breaks them; the strict figures are the bench's.
 */
@Timeout(60)
class ArrivalTruthTest {
  private static final long ANSWER_MS = 150;

  /** What a shared machine may add to most arrivals; waiting for answers would take seconds. */
  private static final long SLACK_NS = 300_000_000L;

  private static final int TRIES = 3;

  /** By chance above 0.13 once in a hundred; equal gaps have 0.63. */
  private static final double FAR = 0.15;

  @Test
  void constantArrivalsComeWhenTheScheduleSays() throws Exception {
    int perSecond = 250;
    long lag = Long.MAX_VALUE;
    for (int n = 0; n < TRIES && lag >= SLACK_NS; n++) {
      lag = Math.min(lag, lagOfMostNs(perSecond));
    }
    assertThat(lag).as("lag of most").isLessThan(SLACK_NS);
  }

  /** The median of the first half or of the last, whichever is more. */
  private static long lagOfMostNs(int perSecond) throws Exception {
    long[] lagNs = arrivals(perSecond, Duration.ofSeconds(2), Load.Arrivals.CONSTANT);
    assertThat(lagNs).hasSize(2 * perSecond);
    for (int n = 0; n < lagNs.length; n++) {
      lagNs[n] -= n * (1_000_000_000L / perSecond);
    }
    assertThat(Arrays.stream(lagNs).min().getAsLong()).as("none is early").isNotNegative();
    return Math.max(
        median(Arrays.copyOf(lagNs, perSecond)),
        median(Arrays.copyOfRange(lagNs, perSecond, lagNs.length)));
  }

  /**
   * Kolmogorov and Smirnov's distance between the gaps and an exponential distribution. Gaps of 33
   * ms on average are long against what a busy machine adds.
   */
  @Test
  void poissonArrivalsHaveExponentialGaps() throws Exception {
    double distance = 1;
    for (int n = 0; n < TRIES && distance >= FAR; n++) {
      distance = Math.min(distance, distanceFromPoisson(30));
    }
    assertThat(distance).isLessThan(FAR);
  }

  private static double distanceFromPoisson(int perSecond) throws Exception {
    long[] atNs = arrivals(perSecond, Duration.ofSeconds(5), Load.Arrivals.POISSON);
    assertThat(atNs.length).isBetween(110, 190);
    double[] gapsS = new double[atNs.length - 1];
    for (int n = 0; n < gapsS.length; n++) {
      gapsS[n] = (atNs[n + 1] - atNs[n]) / 1e9;
    }
    Arrays.sort(gapsS);
    double distance = 0;
    for (int n = 0; n < gapsS.length; n++) {
      double expected = -Math.expm1(-gapsS[n] * perSecond);
      distance = Math.max(distance, expected - (double) n / gapsS.length);
      distance = Math.max(distance, (n + 1.0) / gapsS.length - expected);
    }
    return distance;
  }

  /** When requests arrived, sorted, counted from the run's start. */
  private static long[] arrivals(int perSecond, Duration length, Load.Arrivals spread)
      throws Exception {
    Queue<Long> at = new ConcurrentLinkedQueue<>();
    CountDownLatch never = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          while (connection.request() != null) {
            at.add(System.nanoTime());
            never.await(ANSWER_MS, TimeUnit.MILLISECONDS);
            connection.answer(ok("hello"));
          }
        })) {
      Load load = Proof.arrivals(perSecond, length, spread);
      Plan plan = Proof.plan(server.port(), load, Duration.ZERO, Proof.BOUNDS);
      Timing timing = Timing.of(plan, System.nanoTime() + 200_000_000);
      Measurement measured = Proof.measure(plan, timing);
      assertThat(measured.totals().counts().ok()).isEqualTo(at.size());
      return at.stream().mapToLong(ns -> ns - timing.startNs()).sorted().toArray();
    }
  }

  private static long median(long[] values) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
