package dev.barrage.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.barrage.plan.Load.ArrivalStage;
import dev.barrage.plan.Load.Arrivals;
import dev.barrage.plan.Load.Open;
import dev.barrage.plan.Rate;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArrivalScheduleTest {
  private static final BigInteger SECOND = BigInteger.valueOf(1_000_000_000);

  static Stream<Arguments> timesByHand() {
    return Stream.of(
        row("whole distances", hold(2, 1, 2), 0, 500_000_000, 1_000_000_000, 1_500_000_000),
        row("thirds are rounded down, each on its own", hold(3, 1, 1), 0, 333333333, 666666666),
        row("a rate below one per second", hold(1, 2, 5), 0, 2_000_000_000L, 4_000_000_000L),
        row("the last moment belongs to the next stage", hold(1, 1, 1), 0),
        row("a rate of zero offers nothing", hold(0, 1, 10)),
        row("a stage shorter than a distance has one arrival", hold(1, 10, 1), 0),
        row("a rising ramp: time grows with the root", ramp(0, 2, 2), 0, 1_414_213_562),
        row("a falling ramp mirrors it", ramp(2, 0, 2), 0, 585_786_437),
        row("a flat ramp is a hold", ramp(3, 3, 1), 0, 333_333_333, 666_666_666),
        row("a ramp from zero to zero offers nothing", ramp(0, 0, 5)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void timesByHand(String sentence, ArrivalStage stage, long[] expected) {
    assertThat(all(schedule(stage))).as(sentence).containsExactly(expected);
  }

  @Test
  void stagesFollowEachOther() {
    ArrivalSchedule schedule = schedule(hold(2, 1, 1), hold(0, 1, 3), ramp(0, 2, 2), hold(1, 1, 1));
    assertThat(all(schedule))
        .containsExactly(0, 500_000_000, 4_000_000_000L, 5_414_213_562L, 6_000_000_000L);
    assertThat(schedule.endNs()).isEqualTo(7_000_000_000L);
    assertThat(schedule.rateAt(2_000_000_000L)).isZero();
    assertThat(schedule.rateAt(5_000_000_000L)).isEqualTo(1.0);
    assertThat(schedule.rateAt(7_000_000_000L)).isZero();
  }

  @Test
  void aStageGoesOnWithTheArrivalThatTheOneBeforeHasLeftUnfinished() {
    assertThat(all(schedule(hold(1, 2, 1), hold(1, 2, 1), hold(1, 2, 1), hold(1, 2, 1))))
        .containsExactly(0, 2_000_000_000L);
    assertThat(all(schedule(hold(3, 2, 1), hold(2, 1, 1))))
        .containsExactly(0, 666_666_666, 1_250_000_000L, 1_750_000_000L);
    assertThat(all(schedule(hold(1, 3, 1), hold(0, 1, 5), hold(1, 3, 2), hold(1, 1, 1))))
        .containsExactly(0, 8_000_000_000L);
    assertThat(all(schedule(hold(1, 2, 1), ramp(0, 2, 1))))
        .as("half an arrival is there when t² = 0.5")
        .containsExactly(0, 1_707_106_781L);
  }

  @Test
  void aSineGoesOnLikewiseAndPoissonArrivalsAndTheWarmupLeaveNothing() {
    ArrivalStage sine =
        new ArrivalStage.Sine(
            rate(0, 1),
            rate(1, 1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            Arrivals.CONSTANT);
    assertThat(all(schedule(sine, sine))).as("1.5 and 1.5").hasSize(3);
    ArrivalStage random =
        new ArrivalStage.Hold(rate(7, 3), Duration.ofSeconds(1), Arrivals.POISSON);
    assertThat(
            Arrays.stream(all(schedule(hold(1, 2, 1), random, hold(1, 2, 1), hold(1, 1, 1))))
                .filter(t -> t < 1_000_000_000L || t >= 2_000_000_000L))
        .containsExactly(0L, 3_000_000_000L);
    Open load = new Open(List.of(hold(1, 2, 3)));
    assertThat(all(new ArrivalSchedule(load, Duration.ofSeconds(1), 1)))
        .containsExactly(0, 1_000_000_000L, 3_000_000_000L);
  }

  @Test
  void arrivalsOfManyStagesAreExactlyThoseOfTheirWholeIntegral() {
    Random random = new Random(4);
    for (int run = 0; run < 200; run++) {
      List<ArrivalStage> stages = new ArrayList<>();
      for (int i = 0; i < 2 + random.nextInt(6); i++) {
        Rate a = rate(random.nextLong(1, 2000), random.nextLong(1, 100));
        Rate b = rate(random.nextLong(0, 2000), random.nextLong(1, 100));
        Duration length = Duration.ofNanos(random.nextLong(1, 4_000_000_000L));
        stages.add(
            random.nextBoolean()
                ? new ArrivalStage.Hold(a, length, Arrivals.CONSTANT)
                : new ArrivalStage.Ramp(a, b, length, Arrivals.CONSTANT));
      }
      long[] times = all(schedule(stages.toArray(ArrivalStage[]::new)));
      assertThat(isBefore(times.length, stages, Long.MAX_VALUE)).isFalse();
      for (int n = 0; n < times.length; n++) {
        assertThat(isBefore(n, stages, times[n])).as("%d at its time", n).isFalse();
        assertThat(isBefore(n, stages, times[n] + 1)).as("%d a nanosecond later", n).isTrue();
      }
    }
  }

  /** Whether n < Λ(t) of all stages, in integers without bounds. */
  private static boolean isBefore(long n, List<ArrivalStage> stages, long t) {
    BigInteger over = BigInteger.ONE;
    BigInteger sum = BigInteger.ZERO;
    long left = t;
    for (ArrivalStage stage : stages) {
      Rate from = stage.startRate();
      Rate to = stage instanceof ArrivalStage.Ramp ramp ? ramp.to() : from;
      BigInteger length = big(stage.length().toNanos());
      BigInteger in = big(left).min(length);
      BigInteger a = big(from.numerator()).multiply(big(to.denominator()));
      BigInteger b = big(to.numerator()).multiply(big(from.denominator()));
      BigInteger d = big(from.denominator()).multiply(big(to.denominator())).multiply(SECOND);
      // (2 a L t + (b − a) t²) / (2 L d)
      BigInteger area = a.multiply(length).multiply(in).shiftLeft(1);
      area = area.add(b.subtract(a).multiply(in).multiply(in));
      BigInteger per = d.multiply(length).shiftLeft(1);
      sum = sum.multiply(per).add(area.multiply(over));
      over = over.multiply(per);
      left -= in.longValueExact();
    }
    return sum.compareTo(over.multiply(big(n))) > 0;
  }

  @Test
  void warmupOffersTheFirstStagesStartRate() {
    Open load = new Open(List.of(ramp(2, 4, 1)));
    ArrivalSchedule schedule = new ArrivalSchedule(load, Duration.ofSeconds(1), 1);
    assertThat(all(schedule)).startsWith(0, 500_000_000, 1_000_000_000).hasSize(5);
    Open fromZero = new Open(List.of(ramp(0, 2, 2)));
    assertThat(all(new ArrivalSchedule(fromZero, Duration.ofSeconds(10), 1)))
        .containsExactly(10_000_000_000L, 11_414_213_562L);
  }

  @Test
  void holdsAreExactOverDays() {
    Random random = new Random(2);
    long[][] rates = {
      {1_000_000, 1}, {999_983, 1}, {5, 2}, {1_000_003, 7}, {1, 3}, {123456789, 1000}
    };
    for (long[] pq : rates) {
      Rate rate = new Rate(pq[0], pq[1]);
      long lengthNs = Duration.ofDays(30).toNanos();
      ArrivalSchedule schedule =
          schedule(new ArrivalStage.Hold(rate, Duration.ofNanos(lengthNs), Arrivals.CONSTANT));
      long count = schedule.count();
      assertThat(count)
          .isEqualTo(ceil(big(pq[0]).multiply(big(lengthNs)), big(pq[1]).multiply(SECOND)));
      for (int i = 0; i < 20_000; i++) {
        long n = i == 0 ? count - 1 : i == 1 ? 0 : random.nextLong(count);
        long expected =
            big(n).multiply(big(pq[1])).multiply(SECOND).divide(big(pq[0])).longValueExact();
        assertThat(schedule.timeNs(n)).as("arrival %d at %s", n, rate).isEqualTo(expected);
      }
    }
  }

  static Stream<Arguments> ramps() {
    return Stream.of(
        Arguments.of("five days up from zero to 10^6/s", rate(0, 1), rate(1_000_000, 1), 432_000),
        Arguments.of("five days down to zero", rate(1_000_000, 1), rate(0, 1), 432_000),
        Arguments.of("fractions up", rate(5, 2), rate(1000, 7), 3600),
        Arguments.of("decimals down", rate(123_456_789, 1000), rate(1, 1000), 3600),
        Arguments.of("almost flat", rate(999_999, 1), rate(1_000_000, 1), 86_400),
        Arguments.of("steep and short", rate(0, 1), rate(10_000_000, 1), 1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ramps")
  void rampsAreExact(String sentence, Rate from, Rate to, long lengthS) {
    for (int bits : new int[] {0, 24}) {
      long lengthNs = Duration.ofSeconds(lengthS).toNanos();
      RampShape shape = new RampShape(from, to, lengthNs, bits, Carry.NONE);
      assertThat(reaches(from, to, lengthNs, bits, shape.units() - 1, lengthNs)).isTrue();
      assertThat(reaches(from, to, lengthNs, bits, shape.units(), lengthNs)).isFalse();
      Random random = new Random(3);
      for (int i = 0; i < 5_000; i++) {
        long last = shape.units() - 1;
        long u =
            i < 100 ? Math.min(i, last) : i < 200 ? Math.max(0, last - i) : random.nextLong(last);
        long t = shape.timeNs(u);
        assertThat(t).isBetween(0L, lengthNs - 1);
        assertThat(reaches(from, to, lengthNs, bits, u, t)).as("%d before %d", u, t).isFalse();
        assertThat(reaches(from, to, lengthNs, bits, u, t + 1)).as("%d after %d", u, t).isTrue();
      }
    }
  }

  /** Whether Λ(t) > u / 2^bits, in integers without bounds. */
  private static boolean reaches(Rate from, Rate to, long lengthNs, int bits, long u, long t) {
    BigInteger a = big(from.numerator()).multiply(big(to.denominator()));
    BigInteger b = big(to.numerator()).multiply(big(from.denominator()));
    BigInteger d = big(from.denominator()).multiply(big(to.denominator()));
    BigInteger left = d.multiply(big(2 * lengthNs)).multiply(SECOND).multiply(big(u));
    BigInteger right = a.multiply(big(2 * lengthNs)).multiply(big(t));
    right = right.add(b.subtract(a).multiply(big(t)).multiply(big(t))).shiftLeft(bits);
    return right.compareTo(left) > 0;
  }

  @Test
  void sineFollowsItsIntegralAndNeverGoesBack() {
    ArrivalStage stage =
        new ArrivalStage.Sine(
            rate(0, 1),
            rate(500, 1),
            Duration.ofSeconds(60),
            Duration.ofSeconds(150),
            Arrivals.CONSTANT);
    ArrivalSchedule schedule = schedule(stage);
    long[] times = all(schedule);
    // 250/s over 150 s, minus nothing: sin(2π · 2.5) = 0
    assertThat(times.length).isBetween(37_500, 37_501);
    assertThat(times[0]).isLessThan(1_000_000_000L);
    for (int n = 1; n < times.length; n++) {
      assertThat(times[n]).isGreaterThan(times[n - 1]);
      assertThat(schedule.expectedCount(times[n])).isBetween(n - 1e-5, n + 1e-5);
    }
    assertThat(schedule.rateAt(0)).isZero();
    assertThat(schedule.rateAt(30_000_000_000L)).isEqualTo(500);
  }

  @Test
  void sineHasTheClosedFormsCountInEachQuarter() {
    ArrivalStage stage =
        new ArrivalStage.Sine(
            rate(0, 1),
            rate(2000, 1),
            Duration.ofSeconds(40),
            Duration.ofSeconds(40),
            Arrivals.CONSTANT);
    int[] quarters = new int[4];
    for (long t : all(schedule(stage))) {
      quarters[(int) (t / 10_000_000_000L)]++;
    }
    // ∫ 1000 (1 − cos(2π t / 40)) over 10 s: 10 000 ∓ 1000 · 40 / 2π = 3633.8 or 16 366.2
    assertThat(quarters[0]).isEqualTo(3634);
    assertThat(quarters[1]).isEqualTo(16_366);
    assertThat(quarters[2]).isBetween(16_366, 16_367);
    assertThat(quarters[3]).isBetween(3633, 3634);
  }

  @Test
  void sineKeepsItsPhaseOverDays() {
    Rate low = rate(100, 1);
    ArrivalStage stage =
        new ArrivalStage.Sine(
            low, rate(1900, 1), Duration.ofSeconds(7), Duration.ofDays(7), Arrivals.CONSTANT);
    ArrivalSchedule schedule = schedule(stage);
    for (long period = 0; period < 86_400; period += 999) {
      assertThat(schedule.timeNs(7_000 * period + 3_500))
          .as("the middle of a period is its peak")
          .isBetween(
              period * 7_000_000_000L + 3_499_999_990L, period * 7_000_000_000L + 3_500_000_010L);
    }
  }

  @Test
  void expectedCountIsTheInverse() {
    ArrivalSchedule schedule = schedule(hold(500, 1, 7), ramp(10, 500, 8), ramp(500, 1, 4));
    long[] times = all(schedule);
    for (int n = 0; n < times.length; n++) {
      assertThat(schedule.expectedCount(times[n])).isBetween(n - 1e-5, n + 1e-5);
    }
    assertThat(schedule.expectedCount(-5)).isZero();
    assertThat(schedule.expectedCount(Long.MAX_VALUE)).isEqualTo(3500 + 2040 + 1002);
  }

  @ParameterizedTest
  @MethodSource("partitions")
  void sharesTogetherAreAllArrivals(int stride, Arrivals arrivals) {
    List<ArrivalStage> stages =
        List.of(
            new ArrivalStage.Hold(rate(1000, 7), Duration.ofSeconds(3), arrivals),
            new ArrivalStage.Ramp(rate(50, 1), rate(200, 1), Duration.ofSeconds(3), arrivals),
            new ArrivalStage.Hold(rate(1, 3), Duration.ofSeconds(1), arrivals),
            new ArrivalStage.Sine(
                rate(0, 1), rate(90, 1), Duration.ofSeconds(2), Duration.ofSeconds(5), arrivals));
    ArrivalSchedule schedule = new ArrivalSchedule(new Open(stages), Duration.ofSeconds(1), 42);
    long[] whole = all(schedule);
    assertThat((long) whole.length).isEqualTo(schedule.count()).isGreaterThan(900);
    long[] joined = new long[whole.length];
    Arrays.fill(joined, -1);
    for (int first = 0; first < stride; first++) {
      ArrivalSchedule.Cursor cursor = schedule.cursor(first, stride);
      for (long t = cursor.next(); t != Long.MAX_VALUE; t = cursor.next()) {
        assertThat(cursor.index() % stride).isEqualTo(first);
        assertThat(joined[(int) cursor.index()]).isEqualTo(-1);
        joined[(int) cursor.index()] = t;
      }
      assertThat(cursor.next()).isEqualTo(Long.MAX_VALUE);
    }
    assertThat(joined).containsExactly(whole);
    for (int n = 0; n < whole.length; n++) {
      assertThat(schedule.timeNs(n)).isEqualTo(whole[n]);
    }
  }

  static Stream<Arguments> partitions() {
    return Stream.of(1, 2, 3, 7, 64, 5000)
        .flatMap(s -> Stream.of(Arrivals.values()).map(a -> Arguments.of(s, a)));
  }

  @Test
  void refusesWhatCannotBeExact() {
    ArrivalStage absurd =
        new ArrivalStage.Hold(rate(Long.MAX_VALUE, 1), Duration.ofDays(300), Arrivals.CONSTANT);
    assertThatThrownBy(() -> schedule(absurd))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("beyond exact arithmetic");
    assertThatThrownBy(() -> schedule(hold(1, 1, 1)).timeNs(1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> schedule(hold(1, 1, 1)).timeNs(-1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  static long[] all(ArrivalSchedule schedule) {
    List<Long> times = new ArrayList<>();
    ArrivalSchedule.Cursor cursor = schedule.cursor(0, 1);
    for (long t = cursor.next(); t != Long.MAX_VALUE; t = cursor.next()) {
      assertThat(cursor.index()).isEqualTo(times.size());
      times.add(t);
    }
    return times.stream().mapToLong(Long::longValue).toArray();
  }

  private static ArrivalSchedule schedule(ArrivalStage... stages) {
    return new ArrivalSchedule(new Open(List.of(stages)), Duration.ZERO, 1);
  }

  private static Arguments row(String sentence, ArrivalStage stage, long... expected) {
    return Arguments.of(sentence, stage, expected);
  }

  private static ArrivalStage hold(long p, long q, long seconds) {
    return new ArrivalStage.Hold(rate(p, q), Duration.ofSeconds(seconds), Arrivals.CONSTANT);
  }

  private static ArrivalStage ramp(long from, long to, long seconds) {
    return new ArrivalStage.Ramp(
        rate(from, 1), rate(to, 1), Duration.ofSeconds(seconds), Arrivals.CONSTANT);
  }

  private static Rate rate(long p, long q) {
    return new Rate(p, q);
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  private static long ceil(BigInteger a, BigInteger b) {
    BigInteger[] both = a.divideAndRemainder(b);
    return both[0].longValueExact() + both[1].signum();
  }
}
