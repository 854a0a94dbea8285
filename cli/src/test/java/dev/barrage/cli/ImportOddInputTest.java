package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are not what they claim to be, and large ones. */
class ImportOddInputTest {
  private static final byte[] PNG = {
    (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, '\r', 'I', 'H', 'D', 'R'
  };

  /** A small heap: what does not fit is not held. */
  private static final Map<String, String> SMALL = Map.of("JAVA_TOOL_OPTIONS", "-Xmx32m");

  @TempDir Path folder;

  private Path odd(String name) throws Exception {
    Path file = folder.resolve(name);
    return switch (name) {
      case "empty" -> Files.writeString(file, "");
      case "cut.json" -> Files.writeString(file, "{\"log\":{\"entries\":[{\"request\":");
      case "a.png" -> Files.write(file, PNG);
      case "noise" -> {
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        yield Files.write(file, noise);
      }
      case "folder" -> Files.createDirectory(file);
      default -> file; // is not there
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          har     | empty    | is not a HAR file: it has no log.entries
          har     | cut.json | :1:31 is not JSON
          har     | a.png    | is not text in UTF-8
          har     | noise    | is not text in UTF-8
          har     | folder   | it is a directory
          har     | none     | no such file or directory
          openapi | empty    | is not an OpenAPI description
          openapi | cut.json | :1:31 is not YAML or JSON
          openapi | a.png    | is not text in UTF-8
          openapi | noise    | is not text in UTF-8
          openapi | folder   | it is a directory
          openapi | none     | no such file or directory
          log     | empty    | is empty
          log     | cut.json | is not an access log
          log     | a.png    | is not an access log
          log     | noise    | is not an access log
          log     | folder   | is not a regular file; a log is read twice
          log     | none     | no such file or directory
          """)
  void areRefusedInOneLine(String kind, String name, String message) throws Exception {
    Path plan = folder.resolve("plan.yaml");
    CommandLineRun run =
        CommandLineRun.of("import", kind, odd(name).toString(), "-o", plan.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("barrage: ").contains(name, message).hasLineCount(1);
    assertThat(run.err()).doesNotContainPattern("[\\x00-\\x09\\x0b-\\x1f]");
    assertThat(run.out()).isEmpty();
    assertThat(plan).doesNotExist();
  }

  @Test
  void aLogLargerThanTheMemoryIsImported() throws Exception {
    Path log = folder.resolve("large.log");
    String agent = "a".repeat(6_000);
    try (BufferedWriter out = Files.newBufferedWriter(log)) {
      for (int i = 0; i < 7_000; i++) {
        out.write("192.0.2.1 - - [10/Oct/2025:13:00:%02d +0200] ".formatted(i / 120));
        out.write("\"GET /a/%d HTTP/1.1\" 200 9 \"-\" \"%s\"\n".formatted(i % 50, agent));
      }
    }
    assertThat(Files.size(log)).isGreaterThan(40 << 20);
    BarrageProcess run =
        BarrageProcess.startWith(
                SMALL,
                folder.resolve("out"),
                folder,
                "import",
                "log",
                "large.log",
                "-o",
                "plan.yaml",
                "-H",
                "http://127.0.0.1:1")
            .await();
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(folder.resolve("plan.csv")).content().hasLineCount(7_001);
  }

  @Test
  void aRecordingTooLargeForTheMemoryIsRefusedInOneLine() throws Exception {
    String entry = "{\"request\":{\"method\":\"GET\",\"url\":\"http://a/\",\"headers\":[]}}";
    String entries = (entry + ",").repeat(400_000) + entry;
    Files.writeString(folder.resolve("big.har"), "{\"log\":{\"entries\":[" + entries + "]}}");
    BarrageProcess run =
        BarrageProcess.startWith(SMALL, folder.resolve("out"), folder, "import", "har", "big.har")
            .await();
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err().lines().filter(line -> !line.startsWith("Picked up")))
        .singleElement()
        .asString()
        .startsWith("barrage: big.har is too large for this JVM's memory, 3")
        .endsWith("BARRAGE_JAVA_OPTS=-Xmx4g");
  }
}
