package dev.barrage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.plan.Template.Encoding;
import dev.barrage.plan.Template.Part;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanReaderTest {
  static final String CHECKOUT =
      """
      # checkout.yaml
      target: http://localhost:8080
      users:
        shopper:
          weight: 3
          wait: 1s..3s                      # also: 500ms, pace 2s, rate 0.5/s
          start:                            # once per user
            - post: /api/login
              json: {name: "u${user.id}", password: secret}
              capture: {token: json $.token}
          tasks:
            - weight: 5
              get: /api/hello
            - weight: 1
              post: /api/echo
              headers: {Authorization: "Bearer ${token}"}
              json: {message: hi, n: "${user.id}"}
              expect:
                - status: [200, 201]                    # also 2xx
                - header Content-Type: application/json
                - body contains: hi
      load:
        - ramp to 100 users over 10s
        - hold 1m
      warmup: 10s
      objectives:
        p95: {target: 200ms, critical: 500ms}
        error rate: {target: 0.1%, critical: 1%}
        throughput: 1000/s
      """;

  static Plan read(String yaml) {
    return PlanReader.read("plan.yaml", "plan", yaml, Path.of(""), new PlanOverrides());
  }

  @Test
  void readsTheDesignsExample() {
    Plan plan = read(CHECKOUT);
    assertThat(plan.target()).isEqualTo(Target.at(URI.create("http://localhost:8080")));
    User shopper = plan.users().getFirst();
    assertThat(shopper.name()).isEqualTo("shopper");
    assertThat(shopper.weight()).isEqualTo(3);
    assertThat(shopper.waits())
        .isEqualTo(new Wait.Between(Duration.ofSeconds(1), Duration.ofSeconds(3)));
    assertThat(shopper.tasks()).extracting(Task::weight).containsExactly(5, 1);
    Request login = (Request) shopper.start().getFirst();
    assertThat(login.captures().getFirst().source())
        .isEqualTo(new Capture.Source.Json(JsonPaths.parse("$.token")));
    Request echo = (Request) shopper.tasks().get(1).steps().getFirst();
    assertThat(echo.body())
        .isEqualTo(
            new Body.Json(
                new Template(
                    List.of(
                        new Part.Literal("{\"message\":\"hi\",\"n\":"),
                        new Part.Slot("user.id", Encoding.JSON_VALUE),
                        new Part.Literal("}")))));
    assertThat(echo.checks())
        .containsExactly(
            new Check.Status(
                List.of(new Check.StatusRange(200, 200), new Check.StatusRange(201, 201))),
            new Check.HeaderIs("Content-Type", "application/json"),
            new Check.BodyContains("hi"));
    assertThat(plan.profile().load())
        .isEqualTo(
            new Load.Closed(
                List.of(
                    new Load.UserStage.Ramp(0, 100, Duration.ofSeconds(10)),
                    new Load.UserStage.Hold(100, Rate.ZERO, Duration.ofMinutes(1)))));
    assertThat(plan.criteria().objectives())
        .extracting(Objective::text)
        .containsExactly(
            "p95 <= 200ms critical 500ms",
            "error rate <= 0.1% critical 1%",
            "throughput >= 1000/s");
    assertThat(plan.criteria().objectives().getFirst().target()).isEqualTo(200_000);
    assertThat(plan.criteria().objectives().get(1).target()).isEqualTo(0.001);
    assertThat(plan.inputs().seed()).isEqualTo(Inputs.DEFAULT.seed());
    assertThat(plan.name()).isEqualTo("plan");
  }

  @Test
  void readsBackWhatTheWriterWrites() {
    Plan plan = read(CHECKOUT);
    String written = PlanWriter.yaml(plan);
    assertThat(read(written)).as(written).isEqualTo(plan);
  }

  @Test
  void givesSlotsTheEncodingOfTheirPlace() {
    Plan plan =
        read(
            """
            target: http://h
            variables: {a: 1}
            users:
              u:
                tasks:
                  - post: /x/${a}?q=${a}
                    headers: {X: "v ${a} $${a} $$${a}"}
                    json: {"k${a}": "pre ${a}", whole: "${a}", n: [1, 2.50, true, null, "5"]}
            load: hold 1 users for 1s
            """);
    Request request = (Request) plan.users().getFirst().tasks().getFirst().steps().getFirst();
    assertThat(request.path().parts()).contains(new Part.Slot("a", Encoding.URI_COMPONENT));
    assertThat(request.headers().getFirst().value().parts())
        .containsExactly(
            new Part.Literal("v "),
            new Part.Slot("a", Encoding.RAW),
            new Part.Literal(" ${a} $"),
            new Part.Slot("a", Encoding.RAW));
    assertThat(((Body.Json) request.body()).text().source())
        .isEqualTo("{\"k${a}\":\"pre ${a}\",\"whole\":\"${a}\",\"n\":[1,2.50,true,null,\"5\"]}");
    assertThat(request.handling().timeout()).isEqualTo(Optional.empty());
  }

  @Test
  void needsNoTargetOrLoadWhenTheCommandLineGivesThem() {
    String yaml = "users: {u: {tasks: [{get: '/${v}'}]}}";
    PlanOverrides overrides =
        new PlanOverrides()
            .target("http://a:1,http://b:2/base/")
            .rate(Rates.parse("5k"))
            .time(Duration.ofSeconds(30))
            .set("v=1");
    Plan plan = PlanReader.read("p", "p", yaml, Path.of(""), overrides);
    assertThat(plan.target().urls())
        .containsExactly(URI.create("http://a:1"), URI.create("http://b:2/base"));
    assertThat(LoadText.of(plan.profile().load())).containsExactly("hold 5000/s for 30s");
    assertThat(plan.inputs().variables()).containsEntry("v", "1");
  }
}
