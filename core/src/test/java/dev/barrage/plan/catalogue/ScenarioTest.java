package dev.barrage.plan.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.barrage.plan.Load;
import dev.barrage.plan.Load.UserStage;
import dev.barrage.plan.LoadShape;
import dev.barrage.plan.Objective;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.Rate;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalogue as plans; how they run is {@code ScenarioRunsTest}'s. */
class ScenarioTest {
  static Stream<Arguments> all() {
    return Scenario.NAMES.stream()
        .flatMap(name -> Stream.of(Profile.values()).map(profile -> Arguments.of(name, profile)));
  }

  private static Plan plan(String name, Profile profile) {
    return Scenario.of(name).plan(profile, new PlanOverrides());
  }

  private static List<UserStage> stages(Plan plan) {
    return ((Load.Closed) plan.profile().load()).stages();
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachIsAPlanInEachProfile(String name, Profile profile) {
    Plan plan = plan(name, profile);
    assertThat(plan.name()).isEqualTo(name);
    assertThat(plan.criteria().objectives()).isNotEmpty();
    String text = Scenario.of(name).text(profile);
    assertThat(text).doesNotContain("#:", "type:", "{type");
    assertThat(Scenario.of(name).question())
        .as("how long it takes is the profile's")
        .endsWith("?")
        .doesNotContainPattern("\\b(minute|hour)s?\\b");
  }

  /** Users, spawn rate and time as the suites that they come from have them. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          smoke,           10,   0,   10s
          baseline,        50,   5,   5m
          high-throughput, 1000, 100, 5m
          sustained,       500,  50,  10m
          endurance,       100,  10,  1h
          stress,          500,  50,  10m
          burst,           1000, 200, 5m
          rate-limit,      20,   5,   2m
          auth,            100,  10,  5m
          failure,         100,  10,  5m
          mixed,           100,  10,  1m
          a2a,             100,  10,  2m
          single-route,    1000, 0,   10s
          """)
  void heavyIsTheSuitesOwnSize(String name, int users, long spawnedPerS, String time) {
    List<UserStage> stages = stages(plan(name, Profile.HEAVY));
    UserStage.Hold peak =
        stages.stream()
            .filter(UserStage.Hold.class::isInstance)
            .map(UserStage.Hold.class::cast)
            .max(Comparator.comparingInt(UserStage.Hold::users))
            .orElseThrow();
    assertThat(peak.users()).isEqualTo(users);
    assertThat(peak.spawnRate()).isEqualTo(spawnedPerS == 0 ? Rate.ZERO : new Rate(spawnedPerS, 1));
    Duration wanted = Duration.parse("PT" + time);
    Duration length =
        name.equals("burst") ? plan(name, Profile.HEAVY).profile().load().length() : peak.length();
    assertThat(length).isEqualTo(wanted);
  }

  @Test
  void theSpikeGoesFromTenToFiveHundredAndBack() {
    List<UserStage> stages = stages(plan("spike", Profile.HEAVY));
    assertThat(stages)
        .containsExactly(
            new UserStage.Hold(10, new Rate(10, 1), Duration.ofMinutes(1)),
            new UserStage.Hold(500, new Rate(100, 1), Duration.ofMinutes(2)),
            new UserStage.Hold(10, Rate.ZERO, Duration.ofMinutes(1)));
  }

  @Test
  void stressEndsWithAFallingStage() {
    assertThat(stages(plan("stress", Profile.HEAVY)).get(2))
        .isEqualTo(new UserStage.Ramp(500, 50, Duration.ofMinutes(1)));
  }

  @Test
  void objectivesAreTheSuitesOwn() {
    assertThat(plan("baseline", Profile.HEAVY).criteria().objectives())
        .extracting(Objective::text)
        .containsExactly(
            "p50 <= 50ms",
            "p90 <= 100ms",
            "p95 <= 200ms",
            "p99 <= 500ms",
            "error rate < 0.1% critical 1%",
            "gateway cpu < 80% if known",
            "gateway restarts <= 0 if known",
            "throughput >= 1000/s");
    assertThat(plan("high-throughput", Profile.HEAVY).criteria().objectives())
        .extracting(Objective::text)
        .containsExactly(
            "throughput >= 60000/s critical 40000/s",
            "p95 < 50ms critical 100ms",
            "p99 < 100ms critical 200ms",
            "error rate < 0.1% critical 1%",
            "gateway cpu < 50% critical 80% if known",
            "gateway rss < 4GB critical 8GB if known",
            "gateway restarts <= 0 if known");
    assertThat(plan("endurance", Profile.HEAVY).criteria().objectives())
        .extracting(Objective::text)
        .contains(
            "p95 degradation < 10%",
            "throughput degradation < 10%",
            "error rate slope < 0.01%/min",
            "gateway rss slope < 1 MB/min if known",
            "gateway fds slope < 1/min if known");
  }

  /** What they ask of the load's shape has to be there to be asked. */
  @ParameterizedTest
  @MethodSource("all")
  void whoAsksForRecoveryHasASpikeAndTimeAfterIt(String name, Profile profile) {
    Plan plan = plan(name, profile);
    if (plan.criteria().objectives().stream().anyMatch(o -> o.text().equals("recovery <= 5s"))) {
      LoadShape.Spike spike = LoadShape.spike(plan.profile().load()).orElseThrow();
      assertThat(spike.before().lengthS()).isGreaterThanOrEqualTo(5);
      assertThat(spike.after().lengthS())
          .isGreaterThanOrEqualTo(8); // 5 s, and to see that it stays
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void lightTakesLessThanAMinute(String name, Profile profile) {
    Duration length = plan(name, profile).profile().length();
    assertThat(length)
        .isLessThanOrEqualTo(
            switch (profile) {
              case LIGHT -> Duration.ofMinutes(1);
              case MEDIUM -> Duration.ofMinutes(11);
              case HEAVY -> Duration.ofMinutes(61);
            });
  }

  @Test
  void routesArePointedElsewhereBySet() {
    Plan plan =
        Scenario.of("baseline").plan(Profile.LIGHT, new PlanOverrides().set("hello=/v2/greeting"));
    assertThat(plan.inputs().variables()).containsEntry("hello", "/v2/greeting");
  }

  @Test
  void aWrongNameIsAnsweredWithTheNearest() {
    assertThatThrownBy(() -> Scenario.of("spkie"))
        .hasMessageStartingWith("\"spkie\" is not a scenario; there are: smoke, health, baseline,")
        .hasMessageEndingWith("; did you mean \"spike\"?");
    assertThatThrownBy(() -> Profile.of("hevy"))
        .hasMessage(
            "\"hevy\" is not a profile; allowed: light, medium, heavy; did you mean \"heavy\"?");
  }
}
