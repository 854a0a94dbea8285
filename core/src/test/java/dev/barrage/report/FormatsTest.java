package dev.barrage.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.plan.PlanTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Each format against its golden files, {@code formats/SAMPLE.FORMAT}. After a change that is
 * meant: run with {@code -Dbarrage.golden=write}, then read the difference.
 */
class FormatsTest {
  private static final Path GOLDEN = Path.of("src/test/resources/dev/barrage/report/formats");

  /** A form of the record, as the command line offers it. */
  interface Format {
    void write(StoredRun run, Appendable out) throws IOException;
  }

  static final Map<String, Format> FORMATS =
      Map.of(
          "junit.xml", JUnitXml::write,
          "comment.md", MarkdownReport::write,
          "k6.json", K6Summary::write,
          "openmetrics.txt", OpenMetrics::write,
          "annotations.txt", Annotations::write,
          "stats.csv", LocustCsv::stats,
          "stats_history.csv", LocustHistory::write,
          "failures.csv", LocustCsv::failures,
          "exceptions.csv", LocustCsv::exceptions);

  static final Map<String, Supplier<SampleRuns.Sample>> SAMPLES =
      Map.of(
          "pass", () -> SampleRuns.pass(4, 500, 1),
          "warn", SampleRuns::warn,
          "fail", SampleRuns::fail,
          "invalid", SampleRuns::invalid,
          "interrupted", SampleRuns::interrupted,
          "empty", SampleRuns::empty);

  @TempDir Path directory;

  /** A sample as it stands in a run's directory. */
  static StoredRun stored(String sample, Path directory) throws IOException {
    SampleRuns.Sample run = SAMPLES.get(sample).get();
    run.writeLogs(directory);
    String text = RunJson.text(run.run(), PlanTree.of(run.run().plan()));
    return new StoredRun(RunJson.readTree(text), Optional.of(directory));
  }

  static String text(String format, StoredRun run) throws IOException {
    StringBuilder text = new StringBuilder();
    FORMATS.get(format).write(run, text);
    return text.toString();
  }

  static Stream<String> formats() {
    return FORMATS.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("formats")
  void readsAsItsGoldenFiles(String format) throws Exception {
    for (String sample : new String[] {"fail", "invalid", "warn"}) {
      String text = text(format, stored(sample, directory));
      Path golden = GOLDEN.resolve(sample + "." + format);
      if (System.getProperty("barrage.golden", "check").equals("write")) {
        Files.createDirectories(GOLDEN);
        Files.writeString(golden, text);
      }
      assertThat(text).as("%s", golden).isEqualTo(Files.readString(golden));
    }
  }

  @Test
  void whatAScriptThrewIsAnExceptionOfLocustsAndNoFailure() throws Exception {
    StoredRun run = stored("pass", directory);
    ((ArrayNode) run.run().path("errors"))
        .addObject()
        .put("request", "user shopper, task 1")
        .put("outcome", "script_failed")
        .put("message", "boom, once")
        .put("count", 35)
        .put("first_at", "2026-01-15T10:00:04.120Z")
        .put("last_at", "2026-01-15T10:00:05Z")
        .put("sample", "boom\n  at \"here\"");

    assertThat(text("exceptions.csv", run))
        .isEqualTo(
            "Count,Message,Traceback,Nodes\r\n"
                + "35,\"boom, once\",\"boom\n"
                + "  at \"\"here\"\"\",local\r\n");
    assertThat(text("failures.csv", run).lines()).hasSize(1);
  }

  /** As of a target that answers late: 4 s measured, 500 of 2,500 answers in 6 s of drain. */
  private StoredRun drained() throws IOException {
    StoredRun run = stored("pass", directory);
    for (JsonNode part : List.of(run.run(), run.run().path("requests").path(0))) {
      ((ObjectNode) part.path("counts")).put("planned", 2_500).put("ok", 2_500);
    }
    ((ObjectNode) run.run().path("iterations")).put("completed", 2_500);
    ArrayNode timeline = (ArrayNode) run.run().path("timeline");
    for (int second = 0; second < 8; second++) {
      timeline
          .addObject()
          .put("t_s", 5 + second)
          .put("length_s", 1)
          .put("phase", "drain")
          .put("ok", second == 5 ? 500 : 0)
          .put("failed", 0);
    }
    Instant startedAt = Instant.parse(run.run().path("started_at").asString());
    ((ObjectNode) run.run())
        .put("ended_at", startedAt.plusMillis(1_000 + 4_000 + 7_900).toString());
    return run;
  }

  @Test
  void aRateTimesTheTimeThatTheRequestsTookIsTheCountBesideIt() throws Exception {
    StoredRun run = drained();
    assertThat(CountedTime.ofS(run.run())).isEqualTo(4 + 6);
    List<String> total = text("stats.csv", run).lines().toList();
    for (String line : total.subList(1, total.size())) {
      String[] cells = line.split(",");
      assertThat(cells[2]).isEqualTo("2500");
      assertThat(cells[9]).as("Requests/s").isEqualTo("250.0");
    }
    JsonNode metrics = RunJson.readTree(text("k6.json", run)).path("metrics");
    for (String counter : List.of("http_reqs", "iterations")) {
      assertThat(metrics.path(counter).path("count").asLong()).isEqualTo(2_500);
      assertThat(metrics.path(counter).path("rate").asDouble()).isEqualTo(250);
    }
  }

  @Test
  void ofTheLastSecondOnlyWhatPassedIsCounted() throws Exception {
    StoredRun run = drained();
    Instant startedAt = Instant.parse(run.run().path("started_at").asString());
    ((ObjectNode) run.run())
        .put("ended_at", startedAt.plusMillis(1_000 + 4_000 + 5_400).toString());
    assertThat(CountedTime.ofS(run.run())).isEqualTo(4 + 5.4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"empty", "interrupted", "pass"})
  void everyFormatTellsOfEveryRun(String sample) throws Exception {
    for (String format : FORMATS.keySet()) {
      String text = text(format, stored(sample, directory));
      assertThat(text).as(format).doesNotContain("NaN", "Infinity");
    }
  }
}
