package dev.barrage.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads {@code objectives}: a mapping of metrics to values, or a list of phrases. */
final class ObjectivesReader {
  private final Problems problems;
  private final List<User> users;
  private final Observation observation;
  private final Hooks hooks;
  private final List<Objective> objectives = new ArrayList<>();

  private ObjectivesReader(
      Problems problems, List<User> users, Observation observation, Hooks hooks) {
    this.problems = problems;
    this.users = users;
    this.observation = observation;
    this.hooks = hooks;
  }

  /**
   * @param users whose requests objectives may be restricted to
   * @param observation with the monitors that objectives may be about
   * @param hooks with the failures that objectives may be about
   */
  static List<Objective> read(
      Problems problems, Node node, List<User> users, Observation observation, Hooks hooks) {
    ObjectivesReader reader = new ObjectivesReader(problems, users, observation, hooks);
    if (node instanceof MappingNode) {
      Fields.each(problems, "objectives", node, reader::entry);
    } else {
      for (Node item : Fields.items(node)) {
        problems.read(item, false, text -> reader.add(ObjectiveParser.parse(text)));
      }
    }
    return reader.objectives;
  }

  private void entry(ScalarNode key, Node value) {
    String metric = key.getValue();
    int before = problems.count();
    problems.attempt(key, metric, () -> ObjectiveParser.checkMetric(metric));
    if (problems.count() > before) {
      return;
    }
    if (!(value instanceof MappingNode)) {
      problems.read(value, false, text -> add(ObjectiveParser.parse(metric, text, null, false)));
      return;
    }
    Fields fields =
        Fields.of(
            problems, "the objective " + metric, value, List.of("target", "critical", "if known"));
    boolean ifKnown = fields.bool("if known", false);
    Optional<String> critical = fields.get("critical").flatMap(problems::text);
    fields
        .need("target", metric + ": {target: 200ms}")
        .ifPresent(target ->
            problems.read(
                target,
                false,
                text -> add(ObjectiveParser.parse(metric, text, critical.orElse(null), ifKnown))));
  }

  private boolean add(Objective objective) {
    MonitorMetric.check(hooks.check(objective), observation);
    return objectives.add(PlanNames.checkRequest(objective, users));
  }
}
