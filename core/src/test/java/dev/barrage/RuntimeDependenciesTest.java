package dev.barrage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What core brings along is chosen, not accumulated. */
class RuntimeDependenciesTest {
  /** jackson-core and jackson-annotations belong to jackson-databind. */
  private static final List<String> ALLOWED =
      List.of(
          "HdrHistogram",
          "jackson-annotations",
          "jackson-core",
          "jackson-databind",
          "jspecify",
          "snakeyaml-engine");

  @Test
  void areTheAllowedOnesAndNoOthers() throws Exception {
    // Written by the build before the tests: the resolved class path in runtime scope.
    String classPath = Files.readString(Path.of("target/runtime-classpath.txt")).strip();
    List<String> artifacts =
        Stream.of(classPath.split(":"))
            .map(jar -> Path.of(jar).getFileName().toString())
            .map(jar -> jar.replaceFirst("-\\d.*", ""))
            .sorted(String.CASE_INSENSITIVE_ORDER)
            .toList();
    assertThat(artifacts)
        .as(
            "runtime dependencies of core; what brings more belongs in a module of its own,"
                + " or say in RATIONALE.md why not and add it here")
        .isEqualTo(ALLOWED);
  }
}
