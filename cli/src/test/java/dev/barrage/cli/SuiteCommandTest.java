package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Several plans in a row, and one report. */
@Execution(ExecutionMode.CONCURRENT)
class SuiteCommandTest {
  @TempDir Path folder;

  private void plan(String name, String url, String path) throws Exception {
    Files.writeString(
        folder.resolve(name + ".yaml"),
        "target: %s\nusers: {u: {tasks: [{get: %s, expect: 200}]}}\nload: [hold 50/s for 200ms]\n"
                .formatted(url, path)
            + Plans.PATIENT);
  }

  private JsonNode suite(String directory) throws Exception {
    return JsonMapper.shared()
        .readTree(Files.readString(folder.resolve(directory).resolve("suite.json")));
  }

  @Test
  void runsEachAsOftenAsToldAndTheWorstVerdictWins() throws Exception {
    try (Target good = new Target();
        Target bad = new Target().status(503)) {
      plan("good", good.url(), "/good");
      plan("bad", bad.url(), "/bad");
      Files.writeString(
          folder.resolve("nightly.yaml"),
          """
          name: nightly
          scenarios: [good.yaml, bad.yaml]
          repeat: 2
          warmup: 100ms
          cool down: 10ms
          before: {run: echo before >> hooks.txt}
          after: {run: echo after >> hooks.txt}
          """);
      BarrageProcess run =
          BarrageProcess.run(
              folder,
              "suite",
              "nightly.yaml",
              "-o",
              "r",
              "--junit",
              "ci/junit.xml",
              "--markdown",
              "ci/comment.md");
      assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.FAILED);
      assertThat(run.out()).startsWith("FAIL  nightly").contains("4 of 4 runs", "bad, run 2: ");
      assertThat(run.out()).contains("r/report.html").doesNotContain("Generator");
      assertThat(run.err())
          .contains(
              "barrage: 4 runs, ",
              " in all\n",
              "run 1 of 4: good",
              "run 4 of 4: bad",
              "cooling down for 10ms");
      assertThat(good.count()).isEqualTo(2 * 15); // a warm-up of 5 and 10 measured, twice
      assertThat(Files.readAllLines(folder.resolve("hooks.txt")))
          .containsExactly(
              "before", "after", "before", "after", "before", "after", "before", "after");

      JsonNode json = suite("r");
      assertThat(json.propertyNames())
          .contains("schema", "verdict", "interrupted", "reasons", "name", "seed", "started_at")
          .contains("ended_at", "objectives", "host", "scenarios", "runs");
      assertThat(json.path("schema").asString()).isEqualTo("barrage.suite/1");
      RecordSchema.assertValid("suite", json);
      assertThat(json.path("verdict").asString()).isEqualTo("FAIL");
      assertThat(json.path("interrupted").asBoolean()).isFalse();
      assertThat(json.path("scenarios").findValuesAsString("verdict"))
          .containsExactly("PASS", "FAIL");
      assertThat(json.path("scenarios").get(0).path("ok_per_s").path("mean").asDouble())
          .isPositive();
      assertThat(json.path("runs").findValuesAsString("directory"))
          .containsExactly("01-good-1", "02-good-2", "03-bad-1", "04-bad-2");
      String page = Files.readString(folder.resolve("r/report.html"));
      for (JsonNode part : json.path("runs")) {
        String report = part.path("directory").asString() + "/report.html";
        assertThat(page).contains("href=\"" + report + "\"");
        assertThat(folder.resolve("r").resolve(report)).isNotEmptyFile();
      }
      assertThat(folder.resolve("r/summary.txt")).hasContent(run.out());

      NodeList suites =
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .parse(folder.resolve("ci/junit.xml").toFile())
              .getElementsByTagName("testsuite");
      assertThat(IntStream.range(0, suites.getLength()).mapToObj(i -> (Element) suites.item(i)))
          .extracting(suite -> suite.getAttribute("name") + " " + suite.getAttribute("failures"))
          .containsExactly(
              "barrage.good.1 0", "barrage.good.2 0", "barrage.bad.1 2", "barrage.bad.2 2");
      assertThat(Files.readString(folder.resolve("ci/comment.md")))
          .startsWith("<!-- barrage: nightly -->\n## ❌ FAIL: nightly\n")
          .contains("| `good` | 1 | ✅ PASS |", "| `bad` | 2 | ❌ FAIL |", "- bad, run 2: ");
    }
  }

  @Test
  void aCopyThatCannotBeWrittenIsSaidBeforeTheFirstRun() throws Exception {
    try (Target target = new Target()) {
      plan("good", target.url(), "/");
      Files.writeString(folder.resolve("file"), "");
      BarrageProcess run =
          BarrageProcess.run(folder, "suite", "good.yaml", "--junit", "file/junit.xml");
      assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(run.err()).startsWith("barrage: --junit: cannot write file/junit.xml: ");
      assertThat(target.count()).isZero();
    }
  }

  @Test
  void aSignalEndsItWithWhatThereIs() throws Exception {
    try (Target target = new Target()) {
      plan("good", target.url(), "/");
      BarrageProcess run =
          BarrageProcess.start(
              folder, "suite", "good.yaml", "--warmup=0s", "--cool-down=5m", "-o", "r");
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> run.err().contains("cooling down"));
      run.signal("INT");
      assertThat(run.await().exitCode()).isEqualTo(ExitCode.INTERRUPTED);
      JsonNode json = suite("r");
      assertThat(json.path("interrupted").asBoolean()).isTrue();
      assertThat(json.path("planned").asInt()).isEqualTo(3);
      RecordSchema.assertValid("suite", json);
      assertThat(json.path("runs")).hasSize(1);
      assertThat(run.out()).contains("Ended early: 1 of 3 runs");
    }
  }

  @Test
  void aSignalInARunEndsThatRunAndTheSuite() throws Exception {
    try (Target target = new Target()) {
      plan("long", target.url(), "/");
      BarrageProcess run =
          BarrageProcess.start(
              folder, "suite", "long.yaml", "-t=1m", "--warmup=0s", "--cool-down=0s", "-o", "r");
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> target.count() > 20);
      run.signal("TERM");
      assertThat(run.await().exitCode()).isEqualTo(ExitCode.TERMINATED);
      JsonNode json = suite("r");
      assertThat(json.path("runs")).hasSize(1);
      assertThat(json.path("runs").get(0).path("interrupted").asBoolean()).isTrue();
    }
  }

  @Test
  void whatCannotBeginEndsItAndIsSaid() throws Exception {
    try (Target target = new Target()) {
      plan("good", target.url(), "/");
      plan("gone", "http://127.0.0.1:1", "/");
      String[] args = {
        "suite", "good.yaml", "gone.yaml", "--warmup=0s", "--cool-down=0s", "--repeat=1", "-o=r"
      };
      BarrageProcess run = BarrageProcess.run(folder, args);
      assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
      assertThat(suite("r").path("runs")).hasSize(1);
      assertThat(run.out()).contains("gone, run 1: the target was unreachable");

      Files.writeString(
          folder.resolve("good.yaml"),
          Files.readString(folder.resolve("good.yaml")) + "before: {run: exit 4}\n");
      args[6] = "-o=s";
      BarrageProcess hook = BarrageProcess.run(folder, args);
      assertThat(hook.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(suite("s").path("runs")).isEmpty();
      assertThat(suite("s").path("reasons").findValuesAsString("message").getFirst())
          .contains("good, run 1 did not begin: before: exit 4: ended with 4");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          spkie                           | did you mean "spike"?
          smoke --repeat 0                | --repeat is 0; must be from 1 to 1000
          smoke --cool-down soon          | --cool-down: "soon" is not a duration
          smoke --profile hevy            | did you mean "heavy"?
          smoke --rate 5 -u 5             | exclude each other
          FOLDER/bad.yaml                 | bad.yaml:2:1 "repaet" is not a key of a suite; allowed: name
          FOLDER/bad.yaml smoke           | stands alone
          smoke -o FOLDER                 | is not empty
          """)
  void mistakesAreSaidBeforeAnythingRuns(String args, String says) throws Exception {
    Files.writeString(folder.resolve("bad.yaml"), "scenarios: [smoke]\nrepaet: 2\n");
    CommandLineRun run =
        CommandLineRun.of(("suite " + args.replace("FOLDER", folder.toString())).split(" "));
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("barrage: ").contains(says);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.out()).isEmpty();
  }
}
