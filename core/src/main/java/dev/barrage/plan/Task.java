package dev.barrage.plan;

import java.util.List;

/**
 * A weighted sequence of steps.
 *
 * @param weight share among the user's tasks; {@code > 0}
 * @param steps run in order; a failed check ends the iteration; at least one
 */
public record Task(int weight, List<Step> steps) {
  public Task {
    steps = List.copyOf(steps);
    if (weight <= 0) {
      throw new IllegalArgumentException("weight is " + weight + "; must be > 0");
    }
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a task needs at least one step");
    }
  }
}
