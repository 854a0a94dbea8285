package dev.barrage.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where this installation's own files are; the launcher says it. */
final class Installation {
  private static final String TESTBED_JAR = "barrage-testbed-0.1.0.jar";

  private Installation() {}

  /**
   * Class path of the testbed's processes.
   *
   * @throws UsageException it is not there
   */
  static List<Path> testbed() {
    Path target = Path.of(System.getProperty("barrage.home", ""), "testbed", "target");
    Path jar = target.resolve(TESTBED_JAR);
    if (!Files.exists(jar)) {
      throw new UsageException(
          "the testbed is not built; start Barrage by its launcher, ./barrage, which builds it");
    }
    return List.of(jar, target.resolve("lib"));
  }
}
