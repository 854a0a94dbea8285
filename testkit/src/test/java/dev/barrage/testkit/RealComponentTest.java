package dev.barrage.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class RealComponentTest {
  private static final Pattern REQUIRE = Pattern.compile("RealComponent\\.require\\(\"(.+?)\"");

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream aloud = new PrintStream(said, true, UTF_8);

  @TempDir Path folder;

  @Test
  void findsTheFirstOfTheNames() throws Exception {
    Path program = Files.createFile(folder.resolve("engine-two"));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    assertThat(
            RealComponent.require(
                Map.of("PATH", folder.toString()), aloud, "engine-one", "engine-two"))
        .isEqualTo(program);
  }

  @Test
  void skipsTheTestWhereTheProgramIsMissing() {
    assertThatThrownBy(() -> RealComponent.require(Map.of(), aloud, "no-such-program"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("no-such-program is not on this machine");
    assertThat(said.toString(UTF_8)).startsWith("SKIPPED: no-such-program is not");
  }

  @Test
  void failsTheTestInContinuousIntegration() {
    assertThatThrownBy(() -> RealComponent.require(Map.of("CI", "true"), aloud, "no-such-program"))
        .isInstanceOf(AssertionFailedError.class)
        .hasMessageContaining("with CI=true that is a failure");
  }

  @Test
  void everyProgramThatATestNeedsIsOneThatContinuousIntegrationLooksFor() {
    Path root = SourceTree.root();
    String ci = SourceTree.text(root.resolve(".ci/run"));
    Matcher list = Pattern.compile("(?m)^programs=\\((.*)\\)$").matcher(ci);
    assertThat(list.find()).isTrue();
    List<String> looksFor = List.of(list.group(1).split(" "));
    SortedSet<String> needed = new TreeSet<>();
    for (Path file : SourceTree.javaFiles(root)) {
      Matcher call = REQUIRE.matcher(SourceTree.text(file));
      while (call.find()) {
        needed.add(call.group(1));
      }
    }
    // bash runs the script itself, which gets locust in a way of its own.
    needed.removeAll(List.of("bash", "locust"));
    assertThat(needed).contains("nginx");
    assertThat(looksFor).containsAll(needed);
  }
}
