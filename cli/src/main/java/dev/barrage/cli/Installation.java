package dev.barrage.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where this installation's own files are; the launcher says it. */
final class Installation {
  private static final String TESTBED_JAR = "barrage-testbed-0.1.0.jar";

  private Installation() {}

  /**
   * How this shell calls the program: what is printed to be typed next works as it stands.
   *
   * @return {@code barrage} where the PATH has it, {@code ./barrage} in its folder, else its path
   */
  static String command() {
    Path launcher = Path.of(System.getProperty("barrage.home", ""), "barrage");
    return command(launcher, Path.of(""), System.getenv().getOrDefault("PATH", ""));
  }

  static String command(Path launcher, Path folder, String path) {
    for (String place : path.split(File.pathSeparator)) {
      if (!place.isEmpty() && isSame(Path.of(place, "barrage"), launcher)) {
        return "barrage";
      }
    }
    return isSame(folder.resolve("barrage"), launcher) ? "./barrage" : launcher.toString();
  }

  private static boolean isSame(Path file, Path launcher) {
    try {
      return Files.isSameFile(file, launcher);
    } catch (IOException e) {
      return false; // one is not there
    }
  }

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
