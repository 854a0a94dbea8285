package dev.barrage.cli;

import dev.barrage.plan.Durations;
import dev.barrage.plan.PlanOverrides;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Spellings of Locust's command line that Barrage has no other use for. What cannot be done
 * honestly is refused; what is done in another way is said in {@link #notes}.
 */
final class LocustOptions {
  @Option(
      names = {"-f", "--locustfile"},
      paramLabel = "PLAN",
      description = "The plan file; all arguments are then names of its users.")
  private @Nullable String plan;

  @Option(
      names = "--user-classes",
      arity = "1..*",
      paramLabel = "NAME",
      description = "Only these users of the plan.")
  private List<String> userClasses = List.of();

  @Option(
      names = "--equal-weights",
      description = "All users, and all tasks of a user, equally often.")
  private boolean equalWeights;

  @Option(
      names = {"-s", "--stop-timeout"},
      paramLabel = "S",
      description = "As --drain; a bare number is seconds.")
  private @Nullable String stopTimeout;

  @Option(
      names = "--processes",
      paramLabel = "N",
      description = "As --threads: one process uses all CPUs; -1: a loop for each.")
  private @Nullable Integer processes;

  @SuppressWarnings("UnusedVariable") // asks for what a run does anyway
  @Option(names = "--headless", description = "Accepted: a run needs no browser.")
  private boolean headless;

  @Option(
      names = "--reset-stats",
      description = "Accepted: what comes before the measured time is the warm-up.")
  private boolean resetStats;

  @Option(
      names = "--expect-workers",
      paramLabel = "N",
      description = "Refused: a run has no workers.")
  private @Nullable Integer expectWorkers;

  /** The plan that {@code -f} names. */
  Optional<String> plan() {
    return Optional.ofNullable(plan);
  }

  /** The users named by an option or as arguments. */
  List<String> users(List<String> arguments) {
    List<String> names = new ArrayList<>(userClasses);
    names.addAll(arguments);
    return names;
  }

  /**
   * @param others options that two of these are other words for
   * @throws IllegalArgumentException a value is impossible, or what is asked for is
   */
  void change(PlanOverrides overrides, PlanOptions others) {
    if (expectWorkers != null) {
      throw new IllegalArgumentException(
          "--expect-workers is not supported: a run is one process and has no workers; leave it out"
              + " (--threads N uses more CPUs)");
    }
    if (equalWeights) {
      overrides.equalWeights();
    }
    if (stopTimeout != null) {
      refuseBoth("--drain", others.hasDrain(), "--stop-timeout");
      overrides.drain(seconds(stopTimeout));
    }
    if (processes != null) {
      refuseBoth("--threads", others.hasThreads(), "--processes");
      overrides.threads(loops(processes));
    }
  }

  private static void refuseBoth(String option, boolean given, String own) {
    if (given) {
      throw new IllegalArgumentException(option + " and " + own + " mean the same; give one");
    }
  }

  private static Duration seconds(String text) {
    try {
      return Durations.parse(text.matches("\\d+") ? text + "s" : text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--stop-timeout: " + e.getMessage(), e);
    }
  }

  private static int loops(int processes) {
    if (processes == 0 || processes < -1) {
      throw new IllegalArgumentException(
          "--processes is " + processes + "; must be more than 0, or -1 for one per CPU");
    }
    return processes < 0 ? Runtime.getRuntime().availableProcessors() : processes;
  }

  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (processes != null) {
      int loops = loops(processes);
      notes.add(
          "--processes: "
              + (loops == 1 ? "an event loop" : loops + " event loops")
              + " in this one process, as --threads "
              + loops
              + " gives");
    }
    if (resetStats) {
      notes.add("--reset-stats: not needed, the warm-up before the measured time never counts");
    }
    return notes;
  }
}
