package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Plans written as a Java source file, from the command line to the record. */
class JavaRunTest {
  @TempDir Path folder;

  private Path checkout(String script) throws IOException {
    return Files.writeString(
        folder.resolve("Checkout.java"),
        """
        import static dev.barrage.plan.Plans.*;
        import dev.barrage.plan.PlanBuilder;

        class Checkout {
          static PlanBuilder checkout() {
            return plan("checkout")
                .variable("tenant", "red")
                .user("u", u -> u.task(1, script("pay", session -> {
                  SCRIPT
                })))
                .load(hold(2).lasting(seconds(3)));
          }
        }
        """
            .replace("SCRIPT", script));
  }

  @Test
  void theRecordRepeatsTheRunWithItsScripts() throws Exception {
    Path file = checkout("session.get(\"/{}\", session.variable(\"tenant\")).send();");
    try (Target target = new Target()) {
      List<String> more =
          List.of("-H", target.url(), "--set", "tenant=blue", "-t", "1s", "-o", "r");
      List<String> words = new java.util.ArrayList<>(List.of("run", file.toString()));
      words.addAll(more);
      JsonNode first = BarrageProcess.run(folder, words.toArray(String[]::new)).record("r");
      BarrageProcess again = BarrageProcess.run(folder, "run", "r/run.json", "-o", "again");
      JsonNode second = again.record("again");
      assertThat(second.at("/counts/ok").asLong()).as(again.err()).isPositive();
      assertThat(second.get("plan")).isEqualTo(first.get("plan"));
      assertThat(folder.resolve("again/plan.java")).hasSameTextualContentAs(file);
      Files.delete(folder.resolve("r/plan.java"));
      BarrageProcess lost = BarrageProcess.run(folder, "run", "r/run.json");
      assertThat(lost.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(lost.err()).contains("script \"pay\" is written in Java");
    }
  }

  @Test
  void aRunOfAUrlIsRepeatedByItsRecord() throws Exception {
    try (Target target = new Target()) {
      BarrageProcess first =
          BarrageProcess.run(
              folder,
              "run",
              target.url() + "/x",
              "--header",
              "Authorization: Bearer geheim",
              "--data",
              "{\"password\": \"geheim\", \"n\": 1}",
              "--rate",
              "20",
              "-t",
              "1s",
              "-o",
              "r");
      String record = Files.readString(folder.resolve("r/run.json"));
      assertThat(record).as(first.err()).doesNotContain("geheim");
      BarrageProcess refused = BarrageProcess.run(folder, "run", "r/run.json");
      assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(refused.err().lines())
          .containsExactly(
              "barrage: r/run.json: \"authorization_secret\" is a secret, which the record does not"
                  + " hold; give it with --set authorization_secret=…",
              "barrage: r/run.json: \"password\" is a secret, which the record does not hold; give"
                  + " it with --set password=…");
      BarrageProcess again =
          BarrageProcess.run(
              folder,
              "run",
              "r/run.json",
              "--set",
              "authorization_secret=geheim",
              "--set",
              "password=geheim",
              "-o",
              "again");
      JsonNode second = again.record("again");
      assertThat(second.at("/counts/planned").asLong()).as(again.err()).isEqualTo(20);
      assertThat(Files.readString(folder.resolve("again/run.json"))).doesNotContain("geheim");
    }
  }

  @Test
  void runsTheFileAndKeepsItBesideThePlan() throws Exception {
    Path file =
        checkout(
            "session.get(\"/{}\", session.variable(\"tenant\"))"
                + ".header(\"Authorization\", \"Bearer hunter2\").expect(status(200));");
    try (Target target = new Target()) {
      BarrageProcess run =
          BarrageProcess.run(
              folder,
              "run",
              file.toString(),
              "-H",
              target.url(),
              "--set",
              "tenant=blue",
              "-o",
              "r");

      JsonNode json = run.record("r");
      assertThat(json.at("/counts/ok").asLong()).as(run.err()).isPositive();
      assertThat(json.at("/counts/failed").asLong()).isZero();
      assertThat(json.at("/requests/0/name").asString()).isEqualTo("GET /{}");
      assertThat(target.received())
          .isNotEmpty()
          .allMatch(r -> r.head().startsWith("GET /blue HTTP/1.1"));
      assertThat(target.count()).isEqualTo(json.at("/counts/sent").asLong());
      assertThat(Files.readString(folder.resolve("r/plan.yaml"))).contains("script: pay");
      assertThat(Files.readString(folder.resolve("r/plan.java")))
          .contains("Bearer ***")
          .doesNotContain("hunter2");
    }
    assertThat(BarrageProcess.run(folder, "report", "r").exitCode()).isZero();

    BarrageProcess again = BarrageProcess.run(folder, "run", "r/plan.yaml");
    assertThat(again.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(again.err())
        .isEqualTo(
            "barrage: r/plan.java: has *** where secrets were; put them back there, or run the"
                + " original source\n");
  }

  @Test
  void keepsTheFirstStackTraceOfAScriptThatThrows() throws Exception {
    Path file =
        checkout(
            "session.get(\"/\").send();\n"
                + "if (session.iteration() > 0) throw new IllegalStateException(\"no item\");");
    try (Target target = new Target()) {
      BarrageProcess run =
          BarrageProcess.run(folder, "run", file.toString(), "-H", target.url(), "-o", "r");

      JsonNode error = run.record("r").at("/errors/0");
      assertThat(error.path("outcome").asString()).isEqualTo("script_failed");
      assertThat(error.path("request").asString()).isEqualTo("pay");
      assertThat(error.path("message").asString())
          .isEqualTo("IllegalStateException: no item (Checkout.java:10)");
      assertThat(run.record("r").at("/counts/failed").asLong()).isZero();
      assertThat(run.out()).contains("ended by what a script threw");
      assertThat(Files.readString(folder.resolve("r/script-errors.log")))
          .contains("at Checkout.lambda");
    }
  }

  @Test
  void tryShowsWhatAScriptThrewAndWhereAndEndsWithOne() throws Exception {
    Path file =
        checkout(
            "session.get(\"/\").send();\n"
                + "if (true) throw new IllegalStateException(\"no item\");");
    String told = "script \"pay\" threw IllegalStateException: no item (Checkout.java:10)";
    try (Target target = new Target()) {
      CommandLineRun run = CommandLineRun.of("try", file.toString(), "-H", target.url());
      assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(run.out())
          .containsSubsequence("> GET / HTTP/1.1\n", "✗ " + told + "\n")
          .endsWith("not good: 0 of 1 request; 1 script threw\n");
      assertThat(run.err()).isEmpty();

      CommandLineRun json = CommandLineRun.of("try", file.toString(), "-H", target.url(), "--json");
      assertThat(json.exitCode()).isEqualTo(ExitCode.FAILED);
      List<JsonNode> lines = json.out().lines().map(JsonMapper.shared()::readTree).toList();
      assertThat(lines).hasSize(2);
      assertThat(lines.get(1).path("outcome").asString()).isEqualTo("script_failed");
      assertThat(lines.get(1).path("message").asString()).isEqualTo(told);
    }
  }

  @Test
  void saysWhereTheSourceIsWrongAndSendsNothing() throws Exception {
    Path file = checkout("session.gett(\"/\");");
    CommandLineRun run = CommandLineRun.of("run", file.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .startsWith("barrage: " + file + ":9:18 cannot find symbol; symbol:")
        .hasLineCount(1);
  }
}
