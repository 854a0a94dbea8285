package dev.barrage.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Ready-made classes of virtual user, which a plan names as {@code type}. Each is a file of a
 * user's keys, and of {@code variables} with the routes it asks for.
 */
public final class UserTypes {
  /** In the order in which they are listed. */
  public static final List<String> NAMES =
      List.of(
          "PublicRouteUser",
          "AuthenticatedUser",
          "RateLimitTestUser",
          "HighThroughputUser",
          "MixedWorkloadUser",
          "StressTestUser",
          "HealthCheckMonitor",
          "AgentUser");

  private UserTypes() {}

  /**
   * The file of a type.
   *
   * @throws IllegalArgumentException there is no such type; the message has those there are
   */
  public static String text(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          Quoted.of(name)
              + " is not a type of user; allowed: "
              + String.join(", ", NAMES)
              + NearestWord.hint(name, NAMES));
    }
    try (InputStream in = UserTypes.class.getResourceAsStream("users/" + name + ".yaml")) {
      return new String(
          java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a type is, in a sentence. */
  public static String about(String name) {
    return text(name).lines().findFirst().orElseThrow().substring("# ".length());
  }

  /** The routes and other variables of a type, with their defaults. */
  public static Map<String, String> variables(String name) {
    return text(name)
        .lines()
        .dropWhile(line -> !line.equals("variables:"))
        .skip(1)
        .takeWhile(line -> line.startsWith("  "))
        .map(line -> line.strip().split(": ", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> pair[1], (a, b) -> a, java.util.LinkedHashMap::new));
  }

  /** The keys of the user itself, as lines of YAML without indentation. */
  public static List<String> lines(String name) {
    return text(name)
        .lines()
        .dropWhile(line -> !line.equals("variables:"))
        .skip(1)
        .dropWhile(line -> line.startsWith("  "))
        .toList();
  }
}
