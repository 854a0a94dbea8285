package dev.barrage.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.plan.PlanTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;

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

  @ParameterizedTest
  @ValueSource(strings = {"empty", "interrupted", "pass"})
  void everyFormatTellsOfEveryRun(String sample) throws Exception {
    for (String format : FORMATS.keySet()) {
      String text = text(format, stored(sample, directory));
      assertThat(text).as(format).doesNotContain("NaN", "Infinity");
    }
  }
}
