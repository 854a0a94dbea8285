package dev.barrage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.barrage.plan.Template.Encoding;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlPlanTest {
  private static Request only(Plan plan) {
    return (Request) plan.users().getFirst().tasks().getFirst().steps().getFirst();
  }

  @Test
  void makesAnOpenModelOfARate() {
    Plan plan =
        new UrlPlan("http://127.0.0.1:8080/hello?a=b#c")
            .plan(new PlanOverrides().rate(Rates.parse("2000")).time(Duration.ofSeconds(5)));
    assertThat(plan.name()).isEqualTo("127.0.0.1");
    assertThat(plan.target().urls()).containsExactly(URI.create("http://127.0.0.1:8080"));
    assertThat(only(plan).path()).isEqualTo(Template.literal("/hello?a=b"));
    assertThat(only(plan).name()).isEqualTo("GET /hello?a=b");
    assertThat(LoadText.of(plan.profile().load())).containsExactly("hold 2000/s for 5s");
    assertThat(plan.profile().warmup()).isEqualTo(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @CsvSource({"1s, 200ms", "10s, 2s", "1h, 2s"})
  void warmsUpForAFifthButAtMostTwoSeconds(String time, String warmup) {
    Plan plan = new UrlPlan("http://h").plan(new PlanOverrides().time(Durations.parse(time)));
    assertThat(plan.profile().warmup()).isEqualTo(Durations.parse(warmup));
  }

  @Test
  void takesAWarmupThatIsGiven() {
    Plan plan = new UrlPlan("http://h").plan(new PlanOverrides().warmup(Duration.ZERO));
    assertThat(plan.profile().warmup()).isZero();
  }

  @Test
  void makesAClosedModelOfUsersAndSpawnsThem() {
    Plan plan =
        new UrlPlan("https://[::1]:8443")
            .plan(new PlanOverrides().users(64).spawnRate(Rates.parse("8")));
    assertThat(plan.name()).isEqualTo("::1");
    assertThat(only(plan).path()).isEqualTo(Template.literal("/"));
    assertThat(LoadText.of(plan.profile().load()))
        .containsExactly("hold 64 users for 10s spawning 8/s");
  }

  @Test
  void speaksCurl() {
    Plan plan =
        new UrlPlan("http://ann:p%40ss@h/x")
            .addHeader("X-A: ${user.id}")
            .data("a=1")
            .plan(new PlanOverrides());
    assertThat(only(plan).method()).isEqualTo("POST");
    assertThat(only(plan).headers())
        .containsExactly(
            new Request.Header("Authorization", Template.literal("Basic YW5uOnBAc3M=")),
            new Request.Header("X-A", Templates.parse("${user.id}", Encoding.RAW)),
            new Request.Header(
                "Content-Type", Template.literal("application/x-www-form-urlencoded")));
    Plan file = new UrlPlan("http://h").method("put").data("@b.bin").plan(new PlanOverrides());
    assertThat(only(file).method()).isEqualTo("PUT");
    assertThat(only(file).body()).isEqualTo(new Body.File(Path.of("b.bin").toAbsolutePath()));
  }

  @Test
  void survivesAWriting() {
    Plan plan =
        new UrlPlan("http://h/users/${user.id}")
            .data("{\"a\": ${v}}")
            .plan(new PlanOverrides().set("v=1").rate(Rates.parse("1/3s")).threads(2));
    String yaml = PlanWriter.yaml(plan);
    assertThat(PlanReader.read("p", "p", yaml, Path.of(""), new PlanOverrides())).isEqualTo(plan);
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> new UrlPlan("ftp://h"))
        .hasMessage(
            "\"ftp://h\" is not a target: it must begin with http:// or https://; write e.g."
                + " http://localhost:8080");
    assertThatThrownBy(() -> new UrlPlan("http:///x")).hasMessageContaining("is not a target");
    assertThatThrownBy(() -> new UrlPlan("http://h,http://g/x"))
        .hasMessage("one URL is needed; several targets go with --target");
    assertThatThrownBy(() -> new UrlPlan("http://h/a b"))
        .hasMessageContaining("must be percent-encoded");
    assertThatThrownBy(() -> new UrlPlan("http://h").method("GTE"))
        .hasMessage(
            "--method is \"GTE\"; allowed: GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS; did you"
                + " mean \"GET\"?");
    assertThatThrownBy(() -> new UrlPlan("http://h").addHeader("nope"))
        .hasMessage("\"nope\" is not a header; write Name: value, e.g. Accept: text/plain");
    assertThatThrownBy(() -> new UrlPlan("http://h/${x}").plan(new PlanOverrides()))
        .hasMessage(
            "\"${x}\" has no value here; known: iteration, user.id, user.name; give it with"
                + " --set");
  }

  @Test
  void offersTheSameToSeveralTargets() {
    Plan plan = new UrlPlan("http://h/x").plan(new PlanOverrides().target("http://a,http://b"));
    assertThat(plan.target().urls())
        .isEqualTo(List.of(URI.create("http://a"), URI.create("http://b")));
  }
}
