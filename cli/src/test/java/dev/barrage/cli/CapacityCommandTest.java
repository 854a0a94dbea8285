package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.search.CapacitySearch.End;
import dev.barrage.search.CapacitySearch.Result;
import dev.barrage.search.Probe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A search from the command line: what it records, and what it cannot be asked for. */
class CapacityCommandTest {
  @TempDir Path folder;

  @Test
  void theRecordIsWhatItsSchemaSays() throws Exception {
    try (Target target = new Target()) {
      List<String> words = List.of("capacity", target.url(), "--from=50", "--max=60", "--json=-");
      String[] more = {"--step=1s", "--hold=1s", "--warmup=0s"};
      BarrageProcess run =
          BarrageProcess.run(
              folder, Stream.concat(words.stream(), Stream.of(more)).toArray(String[]::new));
      assertThat(run.exitCode()).as(run.err()).isNotEqualTo(ExitCode.USAGE);
      JsonNode record = JsonMapper.shared().readTree(run.out());
      RecordSchema.assertValid("capacity", record);
      assertThat(record.path("probes")).isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"--json", "--html"})
  void aFileThatCannotBeWrittenIsSaidBeforeTheSearch(String option) throws Exception {
    try (Target target = new Target()) {
      String[] args = {"capacity", target.url(), option + "=/dev/null/file"};
      BarrageProcess run = BarrageProcess.run(folder, args);
      assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(run.err()).startsWith("barrage: " + option + ": cannot write /dev/null/file: ");
      assertThat(target.count()).isZero();
    }
  }

  /** Notes what is done when into a file. */
  private Path plan(String url, String before, String after) throws Exception {
    return Files.writeString(
        folder.resolve("hooks.yaml"),
        """
        target: %s
        users: {u: {tasks: [{get: /}]}}
        load: hold 1/s for 1s
        before:
          - run: echo before >> notes
          - run: "%s"
        after:
          - run: "%s"
          - run: echo after >> notes
        """
            .formatted(url, before, after));
  }

  @Test
  void hooksAreDoneOnceAroundTheSearch() throws Exception {
    try (Target target = new Target()) {
      Path plan = plan(target.url(), "true", "echo no luck; exit 3");
      BarrageProcess run =
          BarrageProcess.run(
              folder,
              "capacity",
              plan.toString(),
              "--from=50",
              "--max=60",
              "--step=1s",
              "--hold=1s",
              "--warmup=0s");
      assertThat(run.exitCode()).as(run.err()).isNotEqualTo(ExitCode.USAGE);
      assertThat(run.err())
          .containsSubsequence(
              "barrage: before: echo before >> notes\n",
              "barrage: searching from 50",
              "barrage: after: echo after >> notes\n",
              "barrage: after: echo no luck; exit 3: ended with 3: no luck\n");
      assertThat(Files.readAllLines(folder.resolve("notes"))).containsExactly("before", "after");
    }
  }

  @Test
  void saysInEightyColumnsWhyARateDoesNotHold() {
    String late = "the generator sent late: send lag p99 is 39.3 ms, limit 24.1 ms, and so on";
    Probe probe =
        new Probe(
            750,
            false,
            740,
            8_350,
            241_000,
            Probe.Answer.GENERATOR,
            List.of(late, "p99 is 241 ms"));

    assertThat(CapacityCommand.text(probe).lines())
        .containsExactly(
            "       750/s  p50  8.35 ms  p99   241 ms  the generator was not fit:",
            "              the generator sent late: send lag p99 is 39.3 ms, limit 24.1 ms,",
            "              and so on",
            "              p99 is 241 ms")
        .allMatch(line -> line.length() <= 80);
  }

  @Test
  void saysInEightyColumnsWhatCameOfIt() {
    Result result = new Result(12_345.6, End.GENERATOR_LIMIT, List.of());

    assertThat(CapacityCommand.told(result))
        .containsExactly(
            "Capacity: at least 12,346/s; beyond it this generator was not fit, which says",
            "nothing about the target.");
  }

  @Test
  void whatComesAfterIsDoneAlsoWhereNothingCouldBeSearched() throws Exception {
    try (Target target = new Target()) {
      Path plan = plan(target.url(), "echo broken; exit 1", "true");
      BarrageProcess run = BarrageProcess.run(folder, "capacity", plan.toString());
      assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(run.err())
          .contains("barrage: before: echo broken; exit 1: ended with 1: broken\n");
      assertThat(Files.readAllLines(folder.resolve("notes"))).containsExactly("before", "after");
      assertThat(target.connections()).isZero();
      Files.delete(folder.resolve("notes"));
      BarrageProcess without =
          BarrageProcess.run(
              folder,
              "capacity",
              plan.toString(),
              "--no-hooks",
              "--from=50",
              "--max=50",
              "--step=1s",
              "--hold=1s");
      assertThat(without.exitCode()).isNotEqualTo(ExitCode.USAGE);
      assertThat(folder.resolve("notes")).doesNotExist();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --from=100 | --max=50        | barrage: --from is 100, more than --max, which is 50
          --from=2M  | --precision=5%  | barrage: --from is 2M, more than --max, which is 1M
          --from=1   | --precision=0%  | barrage: --precision is 0%; must be between 0% and 100%
          --from=1   | --precision=1.0 | barrage: --precision is 1.0; must be between 0% and 100%
          """)
  void isRefusedBeforeARequestIsSent(String first, String second, String message) throws Exception {
    try (Target target = new Target()) {
      BarrageProcess run = BarrageProcess.run(folder, "capacity", target.url(), first, second);
      assertThat(run.err().lines()).containsExactly(message);
      assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(target.connections()).isZero();
    }
  }
}
