package dev.barrage.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Writes out the users of a plan that name a {@link UserTypes type}: what the plan says of them
 * stays, the rest comes from the type, and so do variables that the plan does not set.
 *
 * <p>What comes from a type bears the place of its name, so that mistakes are told where the plan's
 * author can mend them.
 */
final class TypedUsers {
  private final Problems problems;
  private final Map<String, String> variables = new LinkedHashMap<>();
  private Optional<Mark> at = Optional.empty();

  private TypedUsers(Problems problems) {
    this.problems = problems;
  }

  /** The plan with its users written out; itself where none names a type. */
  static Node expand(Problems problems, Node plan) {
    return plan instanceof MappingNode mapping ? new TypedUsers(problems).plan(mapping) : plan;
  }

  private Node plan(MappingNode plan) {
    List<NodeTuple> entries = new ArrayList<>();
    for (NodeTuple entry : plan.getValue()) {
      entries.add(
          isKey(entry, "users") && entry.getValueNode() instanceof MappingNode users
              ? new NodeTuple(entry.getKeyNode(), users(users))
              : entry);
    }
    return variables.isEmpty() ? plan : like(plan, withVariables(entries));
  }

  private MappingNode users(MappingNode users) {
    List<NodeTuple> entries = new ArrayList<>();
    for (NodeTuple entry : users.getValue()) {
      Optional<ScalarNode> type =
          entry.getValueNode() instanceof MappingNode user ? type(user) : Optional.empty();
      entries.add(
          type.isPresent()
              ? new NodeTuple(
                  entry.getKeyNode(), user((MappingNode) entry.getValueNode(), type.get()))
              : entry);
    }
    return like(users, entries);
  }

  private static Optional<ScalarNode> type(MappingNode user) {
    return user.getValue().stream()
        .filter(entry -> isKey(entry, "type") && entry.getValueNode() instanceof ScalarNode)
        .map(entry -> (ScalarNode) entry.getValueNode())
        .findFirst();
  }

  private MappingNode user(MappingNode user, ScalarNode type) {
    at = type.getStartMark();
    String fallback = UserTypes.NAMES.getFirst();
    String name =
        problems.attempt(
            type,
            fallback,
            () -> {
              var _ = UserTypes.text(type.getValue());
              return type.getValue();
            });
    variables.putAll(UserTypes.variables(name));
    List<NodeTuple> entries = new ArrayList<>(user.getValue());
    entries.removeIf(entry -> isKey(entry, "type"));
    String text = String.join("\n", UserTypes.lines(name));
    MappingNode typed = (MappingNode) YamlDocument.compose("type " + name, text, problems);
    for (NodeTuple entry : typed.getValue()) {
      String key = ((ScalarNode) entry.getKeyNode()).getValue();
      if (entries.stream().noneMatch(own -> isKey(own, key))) {
        entries.add(new NodeTuple(placed(entry.getKeyNode()), placed(entry.getValueNode())));
      }
    }
    return like(user, entries);
  }

  private List<NodeTuple> withVariables(List<NodeTuple> plan) {
    List<NodeTuple> defaults = new ArrayList<>();
    variables.forEach((name, value) -> defaults.add(new NodeTuple(scalar(name), scalar(value))));
    List<NodeTuple> entries = new ArrayList<>();
    boolean declared = false;
    for (NodeTuple entry : plan) {
      if (isKey(entry, "variables") && entry.getValueNode() instanceof MappingNode own) {
        List<NodeTuple> merged = new ArrayList<>(own.getValue());
        defaults.removeIf(tuple ->
            own.getValue().stream()
                .anyMatch(o -> isKey(o, ((ScalarNode) tuple.getKeyNode()).getValue())));
        merged.addAll(defaults);
        entries.add(new NodeTuple(entry.getKeyNode(), like(own, merged)));
        declared = true;
      } else {
        declared |= isKey(entry, "variables");
        entries.add(entry);
      }
    }
    if (!declared) {
      MappingNode block = new MappingNode(Tag.MAP, true, defaults, FlowStyle.BLOCK, at, at);
      entries.add(new NodeTuple(scalar("variables"), block));
    }
    return entries;
  }

  private static boolean isKey(NodeTuple entry, String name) {
    return entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name);
  }

  private ScalarNode scalar(String text) {
    return new ScalarNode(Tag.STR, true, text, ScalarStyle.PLAIN, at, at);
  }

  private static MappingNode like(MappingNode node, List<NodeTuple> entries) {
    return new MappingNode(
        node.getTag(), true, entries, node.getFlowStyle(), node.getStartMark(), node.getEndMark());
  }

  /** The same at the place of the type's name. */
  private Node placed(Node node) {
    return switch (node) {
      case ScalarNode scalar ->
          new ScalarNode(scalar.getTag(), true, scalar.getValue(), scalar.getScalarStyle(), at, at);
      case SequenceNode list ->
          new SequenceNode(
              list.getTag(),
              true,
              list.getValue().stream().map(this::placed).toList(),
              list.getFlowStyle(),
              at,
              at);
      case MappingNode mapping ->
          new MappingNode(
              mapping.getTag(),
              true,
              mapping.getValue().stream()
                  .map(entry ->
                      new NodeTuple(placed(entry.getKeyNode()), placed(entry.getValueNode())))
                  .toList(),
              mapping.getFlowStyle(),
              at,
              at);
      default -> throw new IllegalStateException("a type's file is scalars, lists and mappings");
    };
  }
}
