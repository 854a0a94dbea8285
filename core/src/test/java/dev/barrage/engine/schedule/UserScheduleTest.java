package dev.barrage.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.plan.Load.Closed;
import dev.barrage.plan.Load.UserStage;
import dev.barrage.plan.Rate;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UserScheduleTest {
  /** Changes are written {@code ms:users}. */
  static Stream<Arguments> changes() {
    return Stream.of(
        row("all at once without a spawn rate", 0, "0:64", hold(64, 0, 10)),
        row("spawned at their rate, the first at once", 0, "0:1 500:2 1000:3", hold(3, 2, 10)),
        row("a stage may be too short to spawn all", 0, "0:1 1000:2", hold(9, 1, 2)),
        row(
            "the next stage goes on from there",
            0,
            "0:1 1000:2 2000:9",
            hold(9, 1, 2),
            hold(9, 0, 1)),
        row("a ramp up adds one at even distances", 0, "0:1 250:2 500:3 750:4", ramp(0, 4, 1)),
        row("a ramp down mirrors it", 0, "0:4 250:3 500:2 750:1 1000:0", ramp(4, 0, 1)),
        row("surplus users leave at once", 0, "0:5 1000:2", hold(5, 0, 1), hold(2, 0, 1)),
        row(
            "more users come at the spawn rate",
            0,
            "0:2 1000:3 1500:4",
            hold(2, 0, 1),
            hold(4, 2, 2)),
        row("a pause", 0, "0:2 1000:0 2000:3", hold(2, 0, 1), hold(0, 0, 1), hold(3, 0, 1)),
        row("warm-up spawns once", 2000, "0:1 500:2 1000:3", hold(3, 2, 10)),
        row("warm-up of a ramp has its first users", 1000, "0:2 1000:3 1500:4", ramp(2, 4, 1)),
        row("warm-up of a ramp from zero is empty", 1000, "0:0 1000:1 1500:2", ramp(0, 2, 1)),
        row("a slow spawn rate", 0, "0:1 10000:2", new UserStage.Hold(2, new Rate(1, 10), s(60))),
        row("a ramp after a hold", 0, "0:2 1000:3 1500:4", hold(2, 0, 1), ramp(2, 4, 1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void changes(String sentence, long warmupMs, String expected, List<UserStage> stages) {
    UserSchedule schedule = new UserSchedule(new Closed(stages), Duration.ofMillis(warmupMs));
    StringBuilder seen = new StringBuilder("0:" + schedule.usersAt(0));
    int before = schedule.usersAt(0);
    int peak = before;
    for (long t = schedule.nextChangeNs(0); t != Long.MAX_VALUE; t = schedule.nextChangeNs(t)) {
      assertThat(schedule.usersAt(t - 1)).as("just before %d", t).isEqualTo(before);
      before = schedule.usersAt(t);
      peak = Math.max(peak, before);
      seen.append(' ').append(t / 1_000_000).append(':').append(before);
    }
    assertThat(seen).as(sentence).hasToString(expected);
    assertThat(schedule.peak()).isEqualTo(peak);
  }

  @Test
  void rampOfAThirdIsRoundedUpForEachUserOnItsOwn() {
    UserSchedule schedule = new UserSchedule(new Closed(ramp(0, 3, 1)), Duration.ZERO);
    assertThat(schedule.nextChangeNs(0)).isEqualTo(333_333_334);
    assertThat(schedule.nextChangeNs(333_333_334)).isEqualTo(666_666_667);
    assertThat(schedule.nextChangeNs(666_666_667)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aHundredThousandUsersOverDaysStayOnTheirGrid() {
    UserSchedule schedule =
        new UserSchedule(new Closed(ramp(0, 100_000, 864_000)), Duration.ofSeconds(1));
    long grid = 8_640_000_000L;
    for (int k = 0; k < 100_000; k += 777) {
      long t = 1_000_000_000L + k * grid;
      assertThat(schedule.usersAt(t)).isEqualTo(k + 1);
      assertThat(schedule.usersAt(t - 1)).isEqualTo(k);
      assertThat(schedule.nextChangeNs(t)).isEqualTo(t + grid);
    }
  }

  @Test
  void beforeTheStartThereIsNobody() {
    UserSchedule schedule = new UserSchedule(new Closed(hold(5, 0, 1)), Duration.ZERO);
    assertThat(schedule.usersAt(-1)).isZero();
    assertThat(schedule.nextChangeNs(-1)).isZero();
    assertThat(schedule.usersAt(Long.MAX_VALUE)).as("the last level stays").isEqualTo(5);
  }

  private static Arguments row(String sentence, long warmupMs, String expected, Object... stages) {
    List<UserStage> all =
        Stream.of(stages)
            .flatMap(s -> s instanceof List<?> l ? l.stream() : Stream.of(s))
            .map(UserStage.class::cast)
            .toList();
    return Arguments.of(sentence, warmupMs, expected, all);
  }

  private static List<UserStage> hold(int users, long spawnPerSecond, long seconds) {
    return List.of(new UserStage.Hold(users, Rate.perSecond(spawnPerSecond), s(seconds)));
  }

  private static List<UserStage> ramp(int from, int to, long seconds) {
    return List.of(new UserStage.Ramp(from, to, s(seconds)));
  }

  private static Duration s(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
