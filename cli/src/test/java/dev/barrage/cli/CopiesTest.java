package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Copies of the record: of a run, and again from its directory. */
@Execution(ExecutionMode.CONCURRENT)
class CopiesTest {
  private static final List<String> FILES =
      List.of(
          "c/l_stats.csv",
          "c/l_stats_history.csv",
          "c/l_failures.csv",
          "c/l_exceptions.csv",
          "c/junit.xml",
          "c/comment.md",
          "c/k6.json",
          "c/om.txt",
          "c/run.json");
  private static final String[] OPTIONS = {
    "--csv=c/l",
    "--junit=c/junit.xml",
    "--markdown=c/comment.md",
    "--k6-summary=c/k6.json",
    "--openmetrics=c/om.txt",
    "--json=c/run.json"
  };

  @TempDir Path folder;

  private static String[] with(String[] options, String... before) {
    String[] all = java.util.Arrays.copyOf(before, before.length + options.length);
    System.arraycopy(options, 0, all, before.length, options.length);
    return all;
  }

  @Test
  void aStoredRecordMakesTheSameCopiesAsItsRun() throws Exception {
    try (Target target = new Target()) {
      String plan = Plans.patient(folder, target.url(), "hold 50/s for 1s").toString();
      BarrageProcess run =
          BarrageProcess.run(folder, with(OPTIONS, "run", plan, "-o", "r", "--only-summary"));
      assertThat(run.exitCode()).as(run.err()).isZero();
      String[] first = FILES.stream().map(this::text).toArray(String[]::new);
      for (String file : FILES) {
        Files.delete(folder.resolve(file));
      }
      BarrageProcess report = BarrageProcess.run(folder, with(OPTIONS, "report", "r"));
      assertThat(report.exitCode()).as(report.err()).isZero();
      assertThat(report.out().strip()).endsWith("report.html");
      assertThat(FILES.stream().map(this::text)).containsExactly(first);
      assertThat(first[8]).isEqualTo(Files.readString(folder.resolve("r/run.json")));
    }
  }

  private String text(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Without a record directory, too. */
  @Test
  void locustsFilesCountWhatTheRecordCounts() throws Exception {
    try (Target target = new Target()) {
      String plan =
          Files.writeString(
                  folder.resolve("two.yaml"),
                  "target: %s\nusers: {u: {tasks: [{get: /}, {get: /b}]}}\n".formatted(target.url())
                      + "load: [hold 100/s for 2s]\nwarmup: 300ms\n"
                      + Plans.PATIENT)
              .toString();
      BarrageProcess run =
          BarrageProcess.run(
              folder, "run", plan, "--no-record", "--quiet", "--csv=l", "--json=run.json");
      assertThat(run.exitCode()).as(run.err()).isZero();
      JsonNode json = tools.jackson.databind.json.JsonMapper.shared().readTree(text("run.json"));
      long ok = json.path("counts").path("ok").asLong();
      String[] lines = text("l_stats.csv").split("\r\n");
      assertThat(lines).hasSize(4);
      assertThat(lines[1]).startsWith("GET,/,");
      assertThat(lines[2]).startsWith("GET,/b,");
      long sum = Long.parseLong(lines[1].split(",")[2]) + Long.parseLong(lines[2].split(",")[2]);
      assertThat(sum).isEqualTo(ok).isEqualTo(200);
      assertThat(lines[3]).startsWith(",Aggregated,200,0,");
      assertThat(lines[3].split(",")[8]).as("each answer is \"hi\"").isEqualTo("2.0");
      assertThat(json.path("bytes").path("content").asLong()).isEqualTo(400);

      String[] history = text("l_stats_history.csv").split("\r\n");
      assertThat(history).hasSizeGreaterThanOrEqualTo(3);
      String[] last = history[history.length - 1].split(",");
      String[] aggregated = lines[3].split(",");
      assertThat(List.of(last).subList(17, 24)).isEqualTo(List.of(aggregated).subList(2, 9));
      assertThat(List.of(last).subList(6, 17)).doesNotContain("N/A");
    }
  }

  @Test
  void theFullHistoryEndsWithWhatTheRecordCountsOfEachRequest() throws Exception {
    try (Target target = new Target()) {
      String plan =
          Files.writeString(
                  folder.resolve("two.yaml"),
                  "target: %s\nusers: {u: {tasks: [{get: /}, {get: /b}]}}\n".formatted(target.url())
                      + "load: [hold 100/s for 3s]\nwarmup: 300ms\n"
                      + Plans.PATIENT)
              .toString();
      String[] full = {"--csv=l", "--csv-full-history"};
      BarrageProcess run =
          BarrageProcess.run(folder, with(full, "run", plan, "-o", "r", "--quiet"));
      assertThat(run.exitCode()).as(run.err()).isZero();
      String[] rows = text("l_stats_history.csv").split("\r\n");
      String[] stats = text("l_stats.csv").split("\r\n");
      for (int back = 1; back <= 3; back++) {
        List<String> row = List.of(rows[rows.length - back].split(","));
        List<String> whole = List.of(stats[stats.length - back].split(","));
        assertThat(row.subList(2, 4)).isEqualTo(whole.subList(0, 2));
        assertThat(row.subList(17, 24)).isEqualTo(whole.subList(2, 9));
      }
      String[] before = rows[rows.length - 4].split(",");
      String[] ofOne = rows[rows.length - 5].split(",");
      String[] ofOther = rows[rows.length - 6].split(",");
      assertThat(before[3]).isEqualTo("Aggregated");
      // Names are counted when the collector comes round, all together when the second is over.
      assertThat(Long.parseLong(ofOne[17]) + Long.parseLong(ofOther[17]))
          .as(text("l_stats_history.csv"))
          .isBetween(Long.parseLong(before[17]), 300L);

      String first = text("l_stats_history.csv");
      BarrageProcess report = BarrageProcess.run(folder, with(full, "report", "r"));
      assertThat(report.exitCode()).as(report.err()).isZero();
      assertThat(text("l_stats_history.csv")).isEqualTo(first);

      Files.delete(folder.resolve("r/requests.jsonl"));
      BarrageProcess without = BarrageProcess.run(folder, with(full, "report", "r"));
      assertThat(without.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(without.err()).contains("l_stats_history.csv was not written: the run kept no");
    }
  }

  @Test
  void oneOfThemMayBeStandardOutput() throws Exception {
    try (Target target = new Target().status(503)) {
      String plan = Plans.patient(folder, target.url(), "hold 20/s for 500ms").toString();
      BarrageProcess run =
          BarrageProcess.run(folder, "run", plan, "--no-record", "--junit", "-", "--only-summary");
      assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(run.out()).startsWith("<?xml").endsWith("</testsuite>\n");
      assertThat(run.err()).contains("FAIL  patient");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --csv -                 | beginning of their names
          --csv-full-history      | goes with --csv PREFIX
          --junit - --markdown -  | --junit and --markdown would both write to standard output
          --json x --junit x      | would both write to x
          --openmetrics /proc/x/y | --openmetrics: cannot write
          --k6-summary /proc      | --k6-summary: cannot write
          --csv /proc/version/x   | --csv: cannot write
          """)
  void whatCannotBeWrittenIsSaidBeforeTheLoad(String options, String says) throws Exception {
    try (Target target = new Target()) {
      String out = folder.resolve("r").toString();
      CommandLineRun run =
          CommandLineRun.of(with(options.split(" "), "run", target.url(), "-o", out));
      assertThat(run.err()).startsWith("barrage: ").contains(says);
      assertThat(run.err().lines()).hasSize(1);
      assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(target.connections()).isZero();
      assertThat(folder.resolve("r")).doesNotExist();
    }
  }

  @Test
  void gitHubGetsASummaryAndAnnotations() throws Exception {
    Path summary = Files.writeString(folder.resolve("summary.md"), "before\n");
    Map<String, String> step =
        Map.of("GITHUB_ACTIONS", "true", "GITHUB_STEP_SUMMARY", summary.toString());
    try (Target target = new Target().status(503)) {
      String plan = Plans.patient(folder, target.url(), "hold 20/s for 500ms").toString();
      String[] args = {"run", plan, "--no-record", "--only-summary", "--json", "-"};
      BarrageProcess run =
          BarrageProcess.startWith(step, folder.resolve("out.json"), folder, args).await();
      assertThat(run.out()).startsWith("{").doesNotContain("::error");
      assertThat(
              run.err().lines().filter(line -> line.startsWith("::error title=FAIL%3A patient::")))
          .isNotEmpty();
      assertThat(Files.readString(summary, StandardCharsets.UTF_8))
          .startsWith("before\n")
          .contains("## ❌ FAIL: patient");
    }
  }
}
