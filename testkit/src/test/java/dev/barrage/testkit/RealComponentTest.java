package dev.barrage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class RealComponentTest {
  @TempDir Path folder;

  @Test
  void findsTheFirstOfTheNames() throws Exception {
    Path program = Files.createFile(folder.resolve("engine-two"));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    assertThat(RealComponent.require(Map.of("PATH", folder.toString()), "engine-one", "engine-two"))
        .isEqualTo(program);
  }

  @Test
  void skipsTheTestWhereTheProgramIsMissing() {
    assertThatThrownBy(() -> RealComponent.require(Map.of(), "no-such-program"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("no-such-program is not on this machine");
  }

  @Test
  void failsTheTestInContinuousIntegration() {
    assertThatThrownBy(() -> RealComponent.require(Map.of("CI", "true"), "no-such-program"))
        .isInstanceOf(AssertionFailedError.class)
        .hasMessageContaining("with CI=true that is a failure");
  }
}
