package dev.barrage.plan;

import java.util.List;

/**
 * A weighted sequence of steps.
 *
 * @param weight share among the user's tasks; {@code > 0}
 * @param steps run in order; a failed request ends the iteration unless it says otherwise; at least
 *     one
 * @param tags words that the command line may select tasks by
 */
public record Task(int weight, List<Step> steps, List<String> tags) {
  public Task {
    steps = List.copyOf(steps);
    tags = List.copyOf(tags);
    if (weight <= 0) {
      throw new IllegalArgumentException("weight is " + weight + "; must be > 0");
    }
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a task needs at least one step");
    }
  }

  /** One of weight 1 without tags. */
  public static Task of(Step... steps) {
    return new Task(1, List.of(steps), List.of());
  }
}
