package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OverheadCommandTest {
  @TempDir Path folder;

  private static CommandLineRun overhead(Target gateway, Target direct, String... more) {
    List<String> words = new ArrayList<>(List.of("overhead", gateway.url() + "/hello"));
    words.addAll(List.of("--direct", direct.url(), "--only-summary"));
    words.addAll(List.of(more));
    return CommandLineRun.of(words.toArray(String[]::new));
  }

  @Test
  void tellsWhatIsAddedOnTheConsoleAndInFiles() throws Exception {
    try (Target gateway = new Target().delayMs(20);
        Target direct = new Target()) {
      Path json = folder.resolve("a/overhead.json");
      Path html = folder.resolve("overhead.html");
      CommandLineRun run =
          overhead(
              gateway,
              direct,
              "--rate=200",
              "-t=4s",
              "--gateway=pid " + ProcessHandle.current().pid(),
              "--max-added=p50 1ms",
              "--json=" + json,
              "--html=" + html);
      // A late generator is no matter here: 3. The limit itself is missed by far: 1.
      assertThat(run.exitCode()).as(run.err()).isIn(ExitCode.FAILED, ExitCode.INVALID);
      assertThat(run.out())
          .contains("The gateway adds ", "95% interval", "FAIL: added p50 is ", "per request (")
          .contains("400 good answers through the gateway, 400 direct");
      JsonNode tree = JsonMapper.shared().readTree(Files.readString(json));
      assertThat(tree.path("schema").asString()).isEqualTo("barrage.overhead/1");
      RecordSchema.assertValid("overhead", tree);
      assertThat(tree.at("/limits/0/verdict").asString()).isEqualTo("FAIL");
      assertThat(tree.at("/limits/0/added_us").asDouble()).isGreaterThan(10_000);
      assertThat(tree.path("gateway").path("url").asString()).isEqualTo(gateway.url());
      assertThat(Files.readString(html))
          .contains("Added by the gateway, with its 95% interval")
          .doesNotContain("NaN");
    }
  }

  @Test
  void quietTellsByItsExitCodeAndItsFilesAlone() throws Exception {
    try (Target gateway = new Target();
        Target direct = new Target()) {
      Path json = folder.resolve("overhead.json");
      CommandLineRun run =
          overhead(gateway, direct, "--rate=50", "-t=1s", "--quiet", "--json=" + json);
      assertThat(run.exitCode()).as(run.err()).isNotEqualTo(ExitCode.USAGE);
      assertThat(run.out()).isEmpty();
      assertThat(json).isNotEmptyFile();
    }
  }

  @Test
  void saysWhatIsMissingBeforeARequestIsSent() throws Exception {
    try (Target gateway = new Target();
        Target direct = new Target()) {
      assertRefused(overhead(gateway, direct, "-t=1s"), "give arrivals: --rate 500");
      assertRefused(
          overhead(gateway, direct, "--rate=9", "--max-added=5ms"),
          "--max-added: \"5ms\" is not a limit; write a percentile and a time, e.g. p99 5ms");
      assertRefused(
          CommandLineRun.of("overhead", gateway.url(), "--rate=9", "--direct=localhost"),
          "--direct: ");
      assertRefused(CommandLineRun.of("overhead", gateway.url(), "--rate=9"), "--direct");
      assertRefused(
          overhead(gateway, direct, "--rate=9", "--gateway=port 1"),
          "monitor gateway sees nothing");
      assertRefused(
          overhead(gateway, direct, "--rate=9", "--html=/dev/null/x.html"),
          "--html: cannot write /dev/null/x.html: ");
      assertThat(gateway.count() + direct.count()).isZero();
    }
  }

  private static void assertRefused(CommandLineRun run, String message) {
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(message);
  }
}
