package dev.barrage.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gives a recorded plan the code of its scripts again, of which a plan file has the names alone.
 *
 * <p>Scripts are told apart by user and name; those of one name by their order, as long as none of
 * them is missing. What cannot be told stays without code.
 */
public final class RecordedScripts {
  private final Map<String, Deque<Step.Scripted>> known = new HashMap<>();

  private RecordedScripts() {}

  /** Whether the plan has scripts whose code is elsewhere. */
  public static boolean areMissing(Plan plan) {
    return plan.users().stream()
        .flatMap(Steps::of)
        .anyMatch(step ->
            step instanceof Step.Scripted script
                && script.script().equals(Step.Scripted.ELSEWHERE));
  }

  /**
   * The same plan with the code of its scripts.
   *
   * @param source the users of the plan that was recorded, as its source makes them
   */
  public static Plan fill(Plan recorded, List<User> source) {
    RecordedScripts scripts = new RecordedScripts();
    Map<String, Integer> wanted = new HashMap<>();
    each(recorded.users(), (key, step) -> wanted.merge(key, 1, Integer::sum));
    each(
        source,
        (key, step) -> scripts.known.computeIfAbsent(key, k -> new ArrayDeque<>()).add(step));
    scripts
        .known
        .entrySet()
        .removeIf(entry ->
            entry.getValue().size() > 1
                && entry.getValue().size() != wanted.getOrDefault(entry.getKey(), 0));
    return recorded.withUsers(recorded.users().stream().map(scripts::fill).toList());
  }

  private interface Visitor {
    void visit(String key, Step.Scripted step);
  }

  private static void each(List<User> users, Visitor visitor) {
    for (User user : users) {
      Steps.of(user)
          .forEach(step -> {
            if (step instanceof Step.Scripted script) {
              visitor.visit(key(user, script), script);
            }
          });
    }
  }

  private static String key(User user, Step.Scripted script) {
    return user.name() + "\n" + script.name();
  }

  /** In the order of {@link Steps#of}. */
  private User fill(User user) {
    Function<Step.Scripted, Step> code = script -> code(user, script);
    List<Step> start = fill(user.start(), code);
    List<Task> tasks = new ArrayList<>();
    user.tasks()
        .forEach(task -> tasks.add(new Task(task.weight(), fill(task.steps(), code), task.tags())));
    return new User(
        user.name(),
        user.weight(),
        user.waits(),
        start,
        tasks,
        fill(user.stop(), code),
        user.fixed(),
        user.tags(),
        user.client(),
        user.data());
  }

  private Step code(User user, Step.Scripted script) {
    Deque<Step.Scripted> left = known.get(key(user, script));
    Step.@Nullable Scripted found =
        left == null ? null : left.size() > 1 ? left.remove() : left.peek();
    return found == null ? script : new Step.Scripted(script.name(), found.script(), script.sets());
  }

  private static List<Step> fill(List<Step> steps, Function<Step.Scripted, Step> code) {
    List<Step> filled = new ArrayList<>();
    for (Step step : steps) {
      filled.add(
          switch (step) {
            case Step.Scripted script -> code.apply(script);
            case Request request -> request;
            case Step.Pause pause -> pause;
            case Step.Assign assign -> assign;
            case Step.Group group -> new Step.Group(group.name(), fill(group.steps(), code));
            case Step.If choice ->
                new Step.If(
                    choice.condition(), fill(choice.then(), code), fill(choice.otherwise(), code));
            case Step.Repeat repeat -> new Step.Repeat(repeat.times(), fill(repeat.steps(), code));
          });
    }
    return filled;
  }
}
