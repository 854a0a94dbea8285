package dev.barrage.plan;

import java.util.List;

/**
 * A class of virtual user.
 *
 * <p>A user runs its {@code start} steps once, then again and again one of its tasks, drawn by
 * weight, each followed by its wait. In the open model an arrival draws a user class by weight and
 * runs one of its tasks (an <em>iteration</em>); start steps run once per pooled user.
 *
 * @param name distinct within the plan
 * @param weight share of this class among all users; {@code > 0}
 * @param waits pause between iterations (closed model only)
 * @param start steps run once per user, before its first task
 * @param tasks weighted; at least one
 */
public record User(String name, int weight, Wait waits, List<Step> start, List<Task> tasks) {
  public User {
    start = List.copyOf(start);
    tasks = List.copyOf(tasks);
    if (weight <= 0) {
      throw new IllegalArgumentException("weight is " + weight + "; must be > 0");
    }
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("user " + name + " has no tasks");
    }
  }

  /** The same user with another share, wait and tasks. */
  public User with(int otherWeight, Wait otherWaits, List<Task> otherTasks) {
    return new User(name, otherWeight, otherWaits, start, otherTasks);
  }
}
