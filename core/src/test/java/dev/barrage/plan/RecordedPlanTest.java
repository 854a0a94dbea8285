package dev.barrage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** A record of a run is a plan: the one that was executed. */
class RecordedPlanTest {
  @TempDir private Path folder;

  static Stream<Path> examples() throws IOException {
    return PlanFilesTest.examples();
  }

  private Path record(Plan plan) throws IOException {
    String json =
        JsonMapper.shared()
            .writeValueAsString(
                Map.of("schema", "x", "timeline", List.of(Map.of("t_s", 0)), "plan", "y"));
    String tree = JsonMapper.shared().writeValueAsString(PlanTree.of(Secrets.mask(plan)));
    return Files.writeString(
        folder.resolve("run.json"),
        "{\"schema\":\"barrage.run/1\",\"counts\":{\"plan\":[1]},\"plan\":"
            + tree
            + ",\"rest\":"
            + json
            + "}");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleReadsBackToAnEqualPlan(Path file) throws IOException {
    PlanOverrides secrets = new PlanOverrides();
    Plan plan = PlanReader.read(file);
    plan.inputs()
        .variables()
        .forEach((name, value) -> {
          if (Secrets.isSecretName(name)) {
            secrets.set(name + "=" + value);
          }
        });
    boolean literal = PlanWriter.yaml(Secrets.mask(plan)).contains(": Bearer ***");
    if (literal) {
      secrets.set("authorization_secret=again");
      assertThat(
              users(PlanReader.read(record(plan), secrets))
                  .replace("${authorization_secret}", "***"))
          .isEqualTo(users(Secrets.mask(plan)));
    } else {
      assertThat(PlanReader.read(record(plan), secrets)).isEqualTo(plan);
    }
  }

  private static String users(Plan plan) {
    return JsonMapper.shared().writeValueAsString(PlanTree.of(plan).get("users"));
  }

  @Test
  void aRunOfAUrlReadsBackToo() throws IOException {
    Plan plan =
        new UrlPlan("http://127.0.0.1:8080/x?page=2")
            .addHeader("X-Team: blue")
            .data("{\"a\": 1}")
            .follow(3)
            .plan(new PlanOverrides().users(3));
    assertThat(PlanReader.read(record(plan))).isEqualTo(plan);
  }

  @Test
  void secretsAreVariablesToBeGivenAgain() throws IOException {
    String yaml =
        """
        target: http://h
        variables: {password: one, tenant: blue}
        users:
          u:
            auth: {basic: {user: ann, password: two}}
            tasks:
              - post: /login?api_key=three&page=1
                headers: {Authorization: Bearer four, X-Api-Key: five}
                json: {name: ann, token: six, deep: {pin: "${password}"}}
              - post: /
                text: '{"client_secret": "seven"}'
              - post: /
                form: {credential: eight}
        load: hold 1 users for 1s
        """;
    Plan plan = PlanReaderTest.read(yaml);
    Path record = record(plan);
    assertThatThrownBy(() -> PlanReader.read(record))
        .isInstanceOfSatisfying(
            PlanException.class,
            e ->
                assertThat(e.problems())
                    .hasSize(7)
                    .allSatisfy(problem ->
                        assertThat(problem.toString())
                            .matches(
                                ".*run.json: \"([a-z_-]+)\" is a secret, which the record does"
                                    + " not hold; give it with --set \\1=…")));
    PlanOverrides again = new PlanOverrides();
    for (String set :
        List.of(
            "password=two",
            "api_key=three",
            "authorization_secret=four",
            "x-api-key=five",
            "token=six",
            "client_secret=seven",
            "credential=eight")) {
      again.set(set);
    }
    Plan read = PlanReader.read(record, again);
    String written = PlanWriter.yaml(read);
    assertThat(written)
        .contains(
            "Bearer ${authorization_secret}",
            "${x-api-key}",
            "api_key=${api_key}&page=1",
            "${client_secret}")
        .doesNotContain("***/");
    assertThat(Secrets.mask(read).users().getFirst().name()).isEqualTo("u");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"schema\":\"barrage.suite/1\",\"plan\":{}} | is a record (barrage.suite/1); of these"
            + " only that of a run is a plan",
        "{\"schema\":\"barrage.run/1\"} | is a record of a run without its plan",
        "{\"schema\":\"barrage.run/1\",\"plan\":7} | is a record of a run without its plan",
        "{\"schema\":7,\"a\": | is not YAML",
        "{\"schema\":\"mine\"} | \"schema\" is not a key of a plan",
      })
  void otherJsonIsToldWhatItIs(String json, String problem) throws IOException {
    Path file = Files.writeString(folder.resolve("run.json"), json);
    assertThatThrownBy(() -> PlanReader.read(file))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void plansInJsonAreReadAsEver() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("p.json"),
            "{\"target\":\"http://h\",\"users\":{\"u\":{\"tasks\":[{\"get\":\"/\"}]}},"
                + "\"load\":\"hold 1 users for 1s\"}");
    assertThat(PlanReader.read(file).name()).isEqualTo("p");
  }
}
