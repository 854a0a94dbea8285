package dev.barrage.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads {@code users}: classes of virtual user with their tasks. */
final class UserReader {
  private static final List<String> KEYS =
      List.of(
          "type", "weight", "users", "tags", "wait", "cookies", "auth", "headers", "data", "start",
          "tasks", "stop");
  private static final int MAX_WEIGHT = 1_000_000;

  private final Problems problems;
  private final StepReader steps;
  private final TemplateReader templates;
  private final PlanFolder folder;

  UserReader(Problems problems, StepReader steps, TemplateReader templates, PlanFolder folder) {
    this.problems = problems;
    this.steps = steps;
    this.templates = templates;
    this.folder = folder;
  }

  List<User> users(Node node) {
    List<User> users = new ArrayList<>();
    int before = problems.count();
    Fields.each(
        problems,
        "users",
        node,
        (key, value) -> user(key.getValue(), key, value).ifPresent(users::add));
    if (users.isEmpty() && problems.count() == before) {
      problems.add(node, "users needs at least one user with tasks");
    }
    return users;
  }

  private Optional<User> user(String name, Node key, Node node) {
    problems.attempt(key, name, () -> PlanReader.name(name));
    Fields fields = Fields.of(problems, "a user", node, KEYS);
    fields.get("type").ifPresent(problems::text); // one that could be read is written out already
    int weight = fields.integer("weight", 1, 1, MAX_WEIGHT);
    OptionalInt fixed = fields.optionalInteger("users", 1, PlanOverrides.MAX_USERS);
    if (fields.has("weight") && fields.has("users")) {
      problems.add(
          fields.get("users").orElseThrow(),
          "a user has either users (a fixed count) or weight (a share), not both");
    }
    Wait wait = fields.value("wait", new Wait.None(), WaitParser::parse);
    List<Step> start = list(fields, "start");
    List<Task> tasks = tasks(fields);
    List<Step> stop = list(fields, "stop");
    List<String> tags = StepReader.tags(problems, fields);
    Client client = new ClientReader(problems, templates).read(fields);
    List<Feeder> data = new FeedersReader(problems, folder).read(fields);
    if (tasks.isEmpty()) {
      return Optional.empty();
    }
    User user = new User(name, weight, wait, start, tasks, stop, fixed, tags, client, data);
    fields.get("data").ifPresent(place -> checkSetOnce(user, place));
    return Optional.of(user);
  }

  /** What data gives, no step may set: the next iteration would set it back. */
  private void checkSetOnce(User user, Node data) {
    Set<String> set = VariableUse.captured(user.start());
    user.tasks().forEach(task -> set.addAll(VariableUse.captured(task.steps())));
    user.data().stream()
        .flatMap(feeder -> feeder.variables().stream())
        .filter(set::contains)
        .forEach(name ->
            problems.add(
                data,
                "the variable " + Quoted.of(name) + " is also set by a step; choose another name"));
  }

  private List<Step> list(Fields fields, String key) {
    return fields.get(key).map(list -> steps.steps(list, key)).orElse(List.of());
  }

  private List<Task> tasks(Fields fields) {
    List<Task> tasks = new ArrayList<>();
    Optional<Node> list = fields.need("tasks", "tasks: [{get: /api/hello}]");
    if (list.isPresent() && list.get() instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> steps.task(item).ifPresent(tasks::add));
      if (sequence.getValue().isEmpty()) {
        problems.add(list.get(), "a user needs at least one task");
      }
      checkWeights(sequence.getValue());
    } else {
      list.ifPresent(n -> problems.add(n, "tasks is a list: lines that begin with \"- \""));
    }
    return tasks;
  }

  /** A weight is a share of all tasks: one without among others with is most likely forgotten. */
  private void checkWeights(List<Node> tasks) {
    if (tasks.stream().noneMatch(UserReader::hasWeight)) {
      return;
    }
    for (int i = 0; i < tasks.size(); i++) {
      if (tasks.get(i) instanceof MappingNode && !hasWeight(tasks.get(i))) {
        problems.add(
            tasks.get(i),
            "task "
                + (i + 1)
                + " of "
                + tasks.size()
                + " has no weight, but others of this user have; give it one, e.g. weight: 1");
      }
    }
  }

  private static boolean hasWeight(Node task) {
    if (!(task instanceof MappingNode mapping)) {
      return false;
    }
    for (NodeTuple entry : mapping.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals("weight")) {
        return true;
      }
    }
    return false;
  }
}
