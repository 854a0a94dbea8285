package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.verdict.Verdict;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
  @Test
  void followsFromTheVerdict() {
    assertThat(Arrays.stream(Verdict.values()).map(ExitCode::of)).containsExactly(0, 0, 4, 1, 3);
  }
}
