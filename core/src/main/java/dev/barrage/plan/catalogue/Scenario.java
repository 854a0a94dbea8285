package dev.barrage.plan.catalogue;

import dev.barrage.plan.NearestWord;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.PlanReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A plan of the catalogue. What {@link #text} gives is what runs: printed into a file it is a plan
 * like any other, ready to be edited.
 *
 * @param name its name on the command line
 */
public record Scenario(String name) {
  /** All of them, from the shortest question to the longest. */
  public static final List<String> NAMES =
      List.of(
          "smoke",
          "health",
          "baseline",
          "single-route",
          "high-throughput",
          "sustained",
          "endurance",
          "stress",
          "spike",
          "burst",
          "rate-limit",
          "auth",
          "failure",
          "integration",
          "a2a",
          "mixed");

  public Scenario {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "\""
              + name
              + "\" is not a scenario; there are: "
              + String.join(", ", NAMES)
              + NearestWord.hint(name, NAMES));
    }
  }

  /**
   * The scenario of this name.
   *
   * @throws IllegalArgumentException there is none; the message has those there are
   */
  public static Scenario of(String name) {
    return new Scenario(name);
  }

  /** The question that it answers. */
  public String question() {
    return source().lines().findFirst().orElseThrow().substring("# ".length());
  }

  /** The plan as YAML, its users written out. */
  public String text(Profile profile) {
    return new ScenarioText(name, profile, source()).plan();
  }

  /**
   * The plan.
   *
   * @param overrides what the command line changes in it
   * @throws IllegalArgumentException the overrides contradict each other or the plan
   */
  public Plan plan(Profile profile, PlanOverrides overrides) {
    return PlanReader.read("scenario " + name, name, text(profile), Path.of(""), overrides);
  }

  private String source() {
    try (InputStream in = Scenario.class.getResourceAsStream(name + ".yaml")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
