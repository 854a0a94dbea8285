package dev.barrage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Ready-made users, as a plan takes them. */
class UserTypesTest {
  @SuppressWarnings("unused") // named by FieldSource
  private static final List<String> NAMES = UserTypes.NAMES;

  private static Plan read(String users, PlanOverrides overrides) {
    String yaml = "target: http://h\nload: hold 1 users for 1s\n" + users;
    return PlanReader.read("p", "p", yaml, Path.of(""), overrides);
  }

  private static User user(String type) {
    return read("users: {u: {type: " + type + "}}", new PlanOverrides()).users().getFirst();
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void eachIsAUserOfWhatItsFileSays(String type) {
    Plan plan = read("users: {u: {type: " + type + ", weight: 3}}", new PlanOverrides());
    assertThat(plan.users()).singleElement().extracting(User::weight).isEqualTo(3);
    assertThat(plan.inputs().variables()).isEqualTo(UserTypes.variables(type)).isNotEmpty();
    assertThat(UserTypes.about(type)).endsWith(".").hasSizeGreaterThan(20);
    String written = PlanWriter.yaml(plan);
    assertThat(PlanReader.read("w", "w", written, Path.of(""), new PlanOverrides()))
        .isEqualTo(plan);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          PublicRouteUser,    1s..3s
          AuthenticatedUser,  500ms..2s
          RateLimitTestUser,  pace 100ms
          HighThroughputUser, 100ms..500ms
          StressTestUser,     10ms..100ms
          HealthCheckMonitor, pace 5s
          AgentUser,          1s..3s
          """)
  void waitsAsTheSuitesItComesFromDo(String type, String waits) {
    assertThat(WaitParser.format(user(type).waits())).isEqualTo(waits);
  }

  @Test
  void whatThePlanSaysOfAUserStays() {
    Plan plan =
        read(
            """
            users:
              a: {type: AuthenticatedUser, wait: none, start: []}
              b: {type: PublicRouteUser, tasks: [{get: /mine}]}
              c: {tasks: [{get: '${hello}/c'}]}
            variables: {hello: /v2/hello, token: t}
            """,
            new PlanOverrides().set("users=/members"));
    assertThat(plan.users().get(0).waits()).isEqualTo(new Wait.None());
    assertThat(plan.users().get(0).start()).isEmpty();
    assertThat(plan.users().get(0).tasks()).hasSize(4);
    assertThat(plan.users().get(1).waits())
        .isEqualTo(new Wait.Between(Duration.ofSeconds(1), Duration.ofSeconds(3)));
    assertThat(PlanNames.requests(plan.users()))
        .contains("GET /members/${user.id}", "GET /mine", "GET /v2/hello/c");
    assertThat(plan.inputs().variables()).containsEntry("hello", "/v2/hello").containsKey("search");
  }

  @Test
  void itsMistakesAreToldWhereThePlanCanMendThem() {
    assertThatThrownBy(() -> read("users: {u: {type: PublicRoutUser}}", new PlanOverrides()))
        .hasMessageContaining(
            "p:3:19 \"PublicRoutUser\" is not a type of user; allowed: PublicRouteUser, Auth")
        .hasMessageContaining("did you mean \"PublicRouteUser\"?");
    assertThatThrownBy(() -> read("users: {u: {type: [a]}}", new PlanOverrides()))
        .hasMessageContaining("p:3:19 needs a single value");
    assertThatThrownBy(() ->
            read(
                "users: {u: {type: HealthCheckMonitor}}\nvariables: {health: x}",
                new PlanOverrides()))
        .hasMessage(
            "p:3:19 the variable \"health\" begins a path: \"x\" is not a path; begin it with /");
    assertThatThrownBy(() ->
            read("users: {u: {type: HealthCheckMonitor}}", new PlanOverrides().set("helth=/h")))
        .hasMessageContaining("--set names \"helth\"")
        .hasMessageContaining("did you mean \"health\"?");
  }
}
