package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a search cannot be asked for. */
class CapacityCommandTest {
  @TempDir Path folder;

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
