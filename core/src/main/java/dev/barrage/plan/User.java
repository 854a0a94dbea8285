package dev.barrage.plan;

import java.util.List;
import java.util.OptionalInt;

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
 * @param stop steps run once per user that has started, when it leaves
 * @param fixed so many users of this class, whatever its weight (closed model only); empty: by
 *     weight
 * @param tags of all its tasks
 * @param client what is added to all its requests
 * @param data gives its variables new values with each iteration
 */
public record User(
    String name,
    int weight,
    Wait waits,
    List<Step> start,
    List<Task> tasks,
    List<Step> stop,
    OptionalInt fixed,
    List<String> tags,
    Client client,
    List<Feeder> data) {
  public User {
    start = List.copyOf(start);
    tasks = List.copyOf(tasks);
    stop = List.copyOf(stop);
    tags = List.copyOf(tags);
    data = List.copyOf(data);
    if (fixed.isPresent() && fixed.getAsInt() <= 0) {
      throw new IllegalArgumentException("users is " + fixed.getAsInt() + "; must be > 0");
    }
    if (weight <= 0) {
      throw new IllegalArgumentException("weight is " + weight + "; must be > 0");
    }
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("user " + name + " has no tasks");
    }
  }

  /** One of weight 1 that runs its tasks without a wait, and nothing else. */
  public static User of(String name, List<Task> tasks) {
    return new User(
        name,
        1,
        new Wait.None(),
        List.of(),
        tasks,
        List.of(),
        OptionalInt.empty(),
        List.of(),
        Client.PLAIN,
        List.of());
  }

  /** The same user with another pause between iterations. */
  public User withWaits(Wait other) {
    return new User(name, weight, other, start, tasks, stop, fixed, tags, client, data);
  }

  /** The same user with other steps before its first task. */
  public User withStart(List<Step> others) {
    return new User(name, weight, waits, others, tasks, stop, fixed, tags, client, data);
  }

  /** The same user with other tasks. */
  User withTasks(List<Task> others) {
    return new User(name, weight, waits, start, others, stop, fixed, tags, client, data);
  }

  /** The same user, as likely as any other, and so its tasks. */
  User withEqualWeights() {
    List<Task> equal = tasks.stream().map(task -> new Task(1, task.steps(), task.tags())).toList();
    return new User(name, 1, waits, start, equal, stop, fixed, tags, client, data);
  }

  /** The same user by another weight, with another wait and other tasks. */
  public User with(int otherWeight, Wait otherWaits, List<Task> otherTasks) {
    return new User(
        name,
        otherWeight,
        otherWaits,
        start,
        otherTasks,
        stop,
        OptionalInt.empty(),
        tags,
        client,
        data);
  }
}
