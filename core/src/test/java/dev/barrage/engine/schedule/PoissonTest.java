package dev.barrage.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.plan.Load.ArrivalStage;
import dev.barrage.plan.Load.Arrivals;
import dev.barrage.plan.Load.Open;
import dev.barrage.plan.Rate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoissonTest {
  /**
   * Kolmogorov–Smirnov critical value at α = 0.001 for large n: sqrt(−ln(α / 2) / 2) / sqrt(n)
   * (Smirnov 1948, asymptotic). The seeds are fixed, so the test never fails by chance.
   */
  private static final double CRITICAL = Math.sqrt(-Math.log(0.001 / 2) / 2);

  @Test
  void distancesOfAHoldAreExponential() {
    double[] gaps = gaps(hold(1000, 100), 7, false);
    assertThat(gaps.length).isBetween(99_000, 101_000);
    assertThat(exponentialDistance(gaps)).isLessThan(CRITICAL / Math.sqrt(gaps.length));
  }

  @Test
  void distancesOfARampAreExponentialInExpectedCount() {
    ArrivalStage ramp =
        new ArrivalStage.Ramp(
            Rate.ZERO, Rate.perSecond(2000), Duration.ofSeconds(100), Arrivals.POISSON);
    double[] gaps = gaps(ramp, 8, false);
    assertThat(exponentialDistance(gaps)).isLessThan(CRITICAL / Math.sqrt(gaps.length));
    double[] inTime = gaps(ramp, 8, true);
    assertThat(exponentialDistance(inTime))
        .as("seen in time a ramp is no homogeneous process")
        .isGreaterThan(CRITICAL / Math.sqrt(inTime.length));
  }

  @Test
  void distancesOfASineAreExponentialInExpectedCount() {
    ArrivalStage sine =
        new ArrivalStage.Sine(
            Rate.ZERO,
            Rate.perSecond(2000),
            Duration.ofSeconds(10),
            Duration.ofSeconds(100),
            Arrivals.POISSON);
    double[] gaps = gaps(sine, 9, false);
    assertThat(exponentialDistance(gaps)).isLessThan(CRITICAL / Math.sqrt(gaps.length));
  }

  @Test
  void countsPerSecondHaveThePoissonMeanAndVariance() {
    long[] times = ArrivalScheduleTest.all(schedule(hold(100, 2000), 10));
    long[] perSecond = new long[2000];
    for (long t : times) {
      perSecond[(int) (t / 1_000_000_000)]++;
    }
    double mean = times.length / 2000.0;
    double variance = 0;
    for (long c : perSecond) {
      variance += (c - mean) * (c - mean) / 1999;
    }
    assertThat(mean)
        .isBetween(100 - 4 * Math.sqrt(100 / 2000.0), 100 + 4 * Math.sqrt(100 / 2000.0));
    // relative standard error of a variance of n values: sqrt(2 / (n − 1)) = 3.2%
    assertThat(variance / 100).isBetween(1 - 0.13, 1 + 0.13);
  }

  @Test
  void neighboursAreUncorrelated() {
    double[] gaps = gaps(hold(1000, 100), 11, false);
    double product = 0;
    for (int i = 1; i < gaps.length; i++) {
      product += (gaps[i] - 1) * (gaps[i - 1] - 1);
    }
    assertThat(product / gaps.length)
        .isBetween(-4 / Math.sqrt(gaps.length), 4 / Math.sqrt(gaps.length));
  }

  @Test
  void sameSeedSameTimesOtherSeedOthers() {
    long[] first = ArrivalScheduleTest.all(schedule(hold(1000, 5), 1));
    assertThat(ArrivalScheduleTest.all(schedule(hold(1000, 5), 1))).containsExactly(first);
    assertThat(ArrivalScheduleTest.all(schedule(hold(1000, 5), 2))).isNotEqualTo(first);
  }

  @Test
  void warmupDoesNotChangeTheMeasuredArrivals() {
    Open load = new Open(List.of(hold(1000, 5)));
    long[] without = ArrivalScheduleTest.all(new ArrivalSchedule(load, Duration.ZERO, 1));
    long[] with = ArrivalScheduleTest.all(new ArrivalSchedule(load, Duration.ofSeconds(2), 1));
    long[] measured = Arrays.stream(with).filter(t -> t >= 2_000_000_000L).toArray();
    assertThat(Arrays.stream(measured).map(t -> t - 2_000_000_000L).toArray())
        .containsExactly(without);
    assertThat(with.length - measured.length).isBetween(1800, 2200);
  }

  @Test
  void aRateOfZeroOffersNothing() {
    assertThat(ArrivalScheduleTest.all(schedule(hold(0, 10), 1))).isEmpty();
    assertThat(schedule(hold(0, 10), 1).count()).isZero();
  }

  /** Largest distance between the gaps' distribution and 1 − e^−x. */
  private static double exponentialDistance(double[] gaps) {
    double[] sorted = gaps.clone();
    Arrays.sort(sorted);
    double largest = 0;
    for (int i = 0; i < sorted.length; i++) {
      double expected = 1 - Math.exp(-sorted[i]);
      largest = Math.max(largest, Math.abs(expected - (double) i / sorted.length));
      largest = Math.max(largest, Math.abs(expected - (double) (i + 1) / sorted.length));
    }
    return largest;
  }

  /** Distances between arrivals, scaled to mean 1: of expected count, or of time. */
  private static double[] gaps(ArrivalStage stage, long seed, boolean inTime) {
    ArrivalSchedule schedule = schedule(stage, seed);
    long[] times = ArrivalScheduleTest.all(schedule);
    double[] gaps = new double[times.length - 1];
    double scale = (double) times.length / schedule.endNs();
    for (int i = 1; i < times.length; i++) {
      gaps[i - 1] =
          inTime
              ? (times[i] - times[i - 1]) * scale
              : schedule.expectedCount(times[i]) - schedule.expectedCount(times[i - 1]);
    }
    return gaps;
  }

  private static ArrivalSchedule schedule(ArrivalStage stage, long seed) {
    return new ArrivalSchedule(new Open(List.of(stage)), Duration.ZERO, seed);
  }

  private static ArrivalStage hold(long perSecond, long seconds) {
    return new ArrivalStage.Hold(
        Rate.perSecond(perSecond), Duration.ofSeconds(seconds), Arrivals.POISSON);
  }
}
