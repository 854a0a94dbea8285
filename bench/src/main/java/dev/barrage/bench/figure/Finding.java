package dev.barrage.bench.figure;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was found.
 *
 * @param what is measured
 * @param found the figure, with its unit
 * @param goal in words
 * @param met whether the goal is met
 * @param raw the numbers behind it
 */
public record Finding(
    String what, String found, String goal, boolean met, Map<String, Object> raw) {
  public Finding {
    raw = new LinkedHashMap<>(raw);
  }

  /** One line of the table. */
  public String line() {
    return "%s  %s: %s (goal: %s)".formatted(met ? "PASS" : "MISS", what, found, goal);
  }
}
