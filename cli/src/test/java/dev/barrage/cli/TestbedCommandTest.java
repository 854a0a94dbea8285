package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The testbed as a user starts it: both of its processes end with it. */
class TestbedCommandTest {
  @TempDir Path folder;

  /** {@code mvn verify} packages the testbed before these tests run; {@code mvn test} does not. */
  @BeforeEach
  void isPackaged() {
    if (!Files.isDirectory(BarrageProcess.HOME.resolve("testbed/target/lib"))) {
      String message = "the testbed is not packaged, so this test cannot run; use mvn verify";
      if ("true".equals(System.getenv("CI"))) {
        Assertions.fail(message);
      }
      System.err.println("SKIPPED: " + message);
      Assumptions.abort(message);
    }
  }

  @Test
  void ctrlCEndsBothOfItsProcesses() throws Exception {
    BarrageProcess testbed = BarrageProcess.start(folder, "testbed", "--json");
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> testbed.out().endsWith("}\n") || !testbed.process().isAlive());
      JsonNode addresses = JsonMapper.shared().readTree(testbed.out());
      assertThat(addresses.propertyNames())
          .containsExactly("gateway", "upstream", "admin", "token");
      List<ProcessHandle> children = testbed.process().children().toList();
      assertThat(children).hasSize(2);

      testbed.signal("INT");
      assertThat(testbed.await().exitCode()).as(testbed.err()).isEqualTo(ExitCode.PASSED);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    } finally {
      testbed.process().destroyForcibly();
    }
  }
}
