package dev.barrage.testkit;

import java.io.File;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A program of this machine that a test runs against: nginx, wrk, a browser.
 *
 * <pre>{@code
 * Path nginx = RealComponent.require("nginx");
 * }</pre>
 *
 * <p>Where it is missing the test is skipped, and says so; with {@code CI=true} it fails, so that a
 * green build is one in which everything ran.
 */
public final class RealComponent {
  private RealComponent() {}

  /**
   * The program's path.
   *
   * @param names the program's names, the first found wins: {@code "chromium", "google-chrome"}
   */
  public static Path require(String... names) {
    return require(System.getenv(), System.err, names);
  }

  static Path require(Map<String, String> environment, PrintStream aloud, String... names) {
    Optional<Path> found = find(environment.get("PATH"), names);
    if (found.isPresent()) {
      return found.get();
    }
    String message =
        "%s is not on this machine, so this test cannot run; install it (.ci/run installs all)"
            .formatted(String.join(" or ", names));
    return missing(environment, aloud, message);
  }

  /**
   * Ends the test for want of what it needs and is no program: skipped aloud, failed with {@code
   * CI=true}.
   *
   * @param message what is missing, and what to do
   */
  public static void missing(String message) {
    missing(System.getenv(), System.err, message);
  }

  private static <T> T missing(Map<String, String> environment, PrintStream aloud, String message) {
    if ("true".equals(environment.get("CI"))) {
      return Assertions.fail(message + "; with CI=true that is a failure");
    }
    aloud.println("SKIPPED: " + message);
    return Assumptions.abort(message);
  }

  private static Optional<Path> find(@Nullable String path, String... names) {
    // Daemons live in sbin, which is often missing from a user's PATH.
    String folders =
        (path == null ? "" : path + File.pathSeparator) + "/usr/local/sbin:/usr/sbin:/sbin";
    return Stream.of(names)
        .flatMap(name -> Stream.of(folders.split(File.pathSeparator)).map(f -> Path.of(f, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
