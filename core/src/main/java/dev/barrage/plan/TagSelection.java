package dev.barrage.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which tasks of a plan are run: those with one of the wanted tags and none of the unwanted ones. A
 * task has its own tags, those of its user and those of its requests. Users left without tasks are
 * not run.
 *
 * @param wanted empty: all
 */
record TagSelection(List<String> wanted, List<String> unwanted) {
  boolean isAll() {
    return wanted.isEmpty() && unwanted.isEmpty();
  }

  /**
   * The users that are left.
   *
   * @throws IllegalArgumentException a tag is none of the plan's, or no task is left
   */
  List<User> of(List<User> users) {
    Set<String> known = new TreeSet<>();
    users.forEach(user -> user.tasks().forEach(task -> tags(user, task).forEach(known::add)));
    wanted.forEach(tag -> check("--tags", tag, known));
    unwanted.forEach(tag -> check("--exclude-tags", tag, known));
    List<User> left = new ArrayList<>();
    for (User user : users) {
      List<Task> tasks = user.tasks().stream().filter(task -> isWanted(user, task)).toList();
      if (!tasks.isEmpty()) {
        left.add(user.withTasks(tasks));
      }
    }
    if (left.isEmpty()) {
      throw new IllegalArgumentException(
          (wanted.isEmpty() ? "--exclude-tags leaves" : "--tags and --exclude-tags leave")
              + " no task to run; the plan's tags are: "
              + String.join(", ", known));
    }
    return left;
  }

  private boolean isWanted(User user, Task task) {
    List<String> tags = tags(user, task).toList();
    return (wanted.isEmpty() || tags.stream().anyMatch(wanted::contains))
        && tags.stream().noneMatch(unwanted::contains);
  }

  private static Stream<String> tags(User user, Task task) {
    return Stream.of(
            user.tags().stream(),
            task.tags().stream(),
            Steps.requests(task.steps()).flatMap(request -> request.tags().stream()))
        .flatMap(tags -> tags);
  }

  private static void check(String option, String tag, Set<String> known) {
    if (!known.contains(tag)) {
      throw new IllegalArgumentException(
          option
              + " names "
              + Quoted.of(tag)
              + ", which is not a tag of this plan; "
              + (known.isEmpty() ? "it has none" : "its tags are: " + String.join(", ", known))
              + NearestWord.hint(tag, known));
    }
  }
}
