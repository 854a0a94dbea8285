package dev.barrage.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The part of a {@link PlanTree} that tells of users: their tasks and steps. */
final class UserTree {
  private UserTree() {}

  static Map<String, Object> of(User user) {
    Map<String, Object> tree = new LinkedHashMap<>();
    user.fixed()
        .ifPresentOrElse(
            count -> tree.put("users", count), () -> tree.put("weight", user.weight()));
    putUnlessEmpty(tree, "tags", user.tags());
    tree.put("wait", WaitParser.format(user.waits()));
    ClientTree.put(user.client(), tree);
    if (!user.data().isEmpty()) {
      tree.put("data", FeederTree.of(user.data()));
    }
    putUnlessEmpty(tree, "start", steps(user.start()));
    tree.put("tasks", user.tasks().stream().map(UserTree::task).toList());
    putUnlessEmpty(tree, "stop", steps(user.stop()));
    return tree;
  }

  /** One step stands beside the weight, unless it could then be taken for something else. */
  private static Map<String, Object> task(Task task) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("weight", task.weight());
    boolean single = task.steps().size() == 1;
    boolean ownTags =
        single && task.steps().getFirst() instanceof Request request && !request.tags().isEmpty();
    if (single && !ownTags) {
      tree.putAll(step(task.steps().getFirst()));
    } else {
      tree.put("steps", steps(task.steps()));
    }
    putUnlessEmpty(tree, "tags", task.tags());
    return tree;
  }

  private static List<Map<String, Object>> steps(List<Step> steps) {
    return steps.stream().map(UserTree::step).toList();
  }

  private static Map<String, Object> step(Step step) {
    Map<String, Object> tree = new LinkedHashMap<>();
    switch (step) {
      case Request request -> tree.putAll(PlanTree.request(request));
      case Step.Pause pause -> tree.put("wait", pause(pause));
      case Step.Group group -> {
        tree.put("group", group.name());
        tree.put("steps", steps(group.steps()));
      }
      case Step.If choice -> {
        tree.put("if", choice.condition().source());
        tree.put("steps", steps(choice.then()));
        putUnlessEmpty(tree, "else", steps(choice.otherwise()));
      }
      case Step.Repeat repeat -> {
        tree.put("repeat", times(repeat.times()));
        tree.put("steps", steps(repeat.steps()));
      }
      case Step.Scripted script -> {
        tree.put("script", script.name());
        putUnlessEmpty(tree, "sets", script.sets());
      }
      case Step.Assign assign ->
          tree.put("set", Map.of(assign.variable(), assign.value().source()));
    }
    return tree;
  }

  private static String pause(Step.Pause pause) {
    boolean fixed = pause.min().equals(pause.max());
    return WaitParser.format(
        fixed ? new Wait.Constant(pause.min()) : new Wait.Between(pause.min(), pause.max()));
  }

  private static Object times(Step.Times times) {
    return switch (times) {
      case Step.Times.Count count -> count.atMost();
      case Step.Times.While loop -> bounded("while", loop.condition(), loop.atMost());
      case Step.Times.Until loop -> bounded("until", loop.condition(), loop.atMost());
    };
  }

  private static Map<String, Object> bounded(String word, Condition condition, int atMost) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(word, condition.source());
    tree.put("at most", atMost);
    return tree;
  }

  private static void putUnlessEmpty(Map<String, Object> tree, String key, List<?> list) {
    if (!list.isEmpty()) {
      tree.put(key, list);
    }
  }
}
