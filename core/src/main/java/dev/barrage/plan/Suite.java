package dev.barrage.plan;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Several plans, run one after the other.
 *
 * @param name short name; part of the record directory's name
 * @param targets base URLs instead of the plans' own; empty: each has its own
 * @param profile size of scenarios; empty: the command line's, or the usual one
 * @param scenarios names of the catalogue or plan files, in order
 * @param repeat how often each is run
 * @param warmup before each run's measured window
 * @param coolDown between two runs
 * @param hooks done around each run, outside of the plan's own
 */
public record Suite(
    String name,
    List<URI> targets,
    Optional<String> profile,
    List<String> scenarios,
    int repeat,
    Duration warmup,
    Duration coolDown,
    Hooks hooks) {
  public static final int REPEAT = 3;
  public static final Duration WARMUP = Duration.ofMinutes(1);
  public static final Duration COOL_DOWN = Duration.ofSeconds(30);

  public Suite {
    targets = List.copyOf(targets);
    scenarios = List.copyOf(scenarios);
    if (scenarios.isEmpty()) {
      throw new IllegalArgumentException("a suite needs at least one scenario or plan file");
    }
  }

  /** These, with the usual repetitions and pauses. */
  public static Suite of(List<String> scenarios) {
    return new Suite(
        "suite", List.of(), Optional.empty(), scenarios, REPEAT, WARMUP, COOL_DOWN, Hooks.NONE);
  }
}
