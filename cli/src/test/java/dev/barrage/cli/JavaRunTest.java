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
        .contains("script \"pay\" is written in Java, which this plan file cannot hold;");
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
