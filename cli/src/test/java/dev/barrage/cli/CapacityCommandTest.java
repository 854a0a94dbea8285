package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
