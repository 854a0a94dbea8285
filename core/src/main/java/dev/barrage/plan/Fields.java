package dev.barrage.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The entries of one mapping. Keys that are not allowed, doubled or not plain text are noted as
 * mistakes when it is made.
 */
final class Fields {
  private final Problems problems;
  private final Node node;
  private final String what;
  private final Map<String, Node> values = new LinkedHashMap<>();

  private Fields(Problems problems, String what, Node node) {
    this.problems = problems;
    this.what = what;
    this.node = node;
  }

  /**
   * A mapping whose keys are of a fixed set.
   *
   * @param what its name in messages: {@code "a request"}
   */
  static Fields of(Problems problems, String what, Node node, List<String> allowed) {
    Fields fields = new Fields(problems, what, node);
    fields.each((key, value) -> {
      String name = key.getValue();
      if (allowed.contains(name)) {
        fields.values.put(name, value);
      } else {
        problems.add(
            key,
            Quoted.of(name)
                + (" is not a key of " + what)
                + ("; allowed: " + String.join(", ", allowed))
                + NearestWord.hint(name, allowed));
      }
    });
    return fields;
  }

  /** Visits the entries of a mapping whose keys are the user's own, doubled ones once. */
  static void each(
      Problems problems, String what, Node node, BiConsumer<ScalarNode, Node> visitor) {
    new Fields(problems, what, node).each(visitor);
  }

  /** Items of a list; a single value counts as a list of one. */
  static List<Node> items(Node node) {
    return node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
  }

  private void each(BiConsumer<ScalarNode, Node> visitor) {
    if (!(node instanceof MappingNode mapping)) {
      problems.add(node, what + " is a mapping: \"key: value\" lines");
      return;
    }
    Map<String, Node> seen = new LinkedHashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        problems.add(entry.getKeyNode(), "a key must be plain text");
      } else if (seen.putIfAbsent(key.getValue(), key) != null) {
        problems.add(key, Quoted.of(key.getValue()) + " stands twice in " + what);
      } else {
        visitor.accept(key, entry.getValueNode());
      }
    }
  }

  Node node() {
    return node;
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  Optional<Node> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** The value of a key that must be there; its absence is noted. */
  Optional<Node> need(String key, String example) {
    Optional<Node> value = get(key);
    if (value.isEmpty() && node instanceof MappingNode) {
      problems.add(node, what + " needs \"" + key + "\", e.g. " + example);
    }
    return value;
  }

  /** The value read from text, or {@code fallback} where it is absent or wrong. */
  <T> T value(String key, T fallback, Function<String, T> parser) {
    return get(key).map(value -> problems.read(value, fallback, parser)).orElse(fallback);
  }

  /** As {@link #value}, empty where absent or wrong. */
  <T> Optional<T> optional(String key, Function<String, T> parser) {
    return value(key, Optional.empty(), text -> Optional.of(parser.apply(text)));
  }

  int integer(String key, int fallback, int min, int max) {
    return value(key, fallback, text -> (int) Numbers.integer(key, text, min, max));
  }

  OptionalInt optionalInteger(String key, int min, int max) {
    return value(
        key,
        OptionalInt.empty(),
        text -> OptionalInt.of((int) Numbers.integer(key, text, min, max)));
  }

  boolean bool(String key, boolean fallback) {
    return value(
        key,
        fallback,
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default ->
                  throw new IllegalArgumentException(
                      key + " is " + Quoted.of(text) + "; must be true or false");
            });
  }
}
