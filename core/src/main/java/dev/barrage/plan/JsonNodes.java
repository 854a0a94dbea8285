package dev.barrage.plan;

import java.util.List;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns a part of a plan file into a JSON document: {@code json: {n: "${user.id}"}}. */
final class JsonNodes {
  private final Problems problems;
  private final JsonTemplate json = new JsonTemplate();

  private JsonNodes(Problems problems) {
    this.problems = problems;
  }

  /** The document under a node; mistakes are noted at the places of the parts they are in. */
  static Template read(Problems problems, Node node) {
    JsonNodes reader = new JsonNodes(problems);
    reader.value(node);
    return reader.json.template();
  }

  private void value(Node node) {
    switch (node) {
      case MappingNode mapping -> object(mapping);
      case SequenceNode sequence -> {
        List<Node> items = sequence.getValue();
        json.raw("[");
        for (int i = 0; i < items.size(); i++) {
          json.raw(i == 0 ? "" : ",");
          value(items.get(i));
        }
        json.raw("]");
      }
      case ScalarNode scalar -> problems.attempt(scalar, false, () -> scalar(scalar));
      default -> problems.add(node, "cannot be written as JSON");
    }
  }

  private void object(MappingNode mapping) {
    json.raw("{");
    boolean[] first = {true};
    Fields.each(
        problems,
        "the JSON object",
        mapping,
        (key, value) -> {
          json.raw(first[0] ? "" : ",");
          first[0] = false;
          problems.attempt(
              key,
              false,
              () -> {
                json.key(key.getValue());
                return true;
              });
          value(value);
        });
    json.raw("}");
  }

  private boolean scalar(ScalarNode scalar) {
    Tag tag = scalar.getTag();
    String text = scalar.getValue();
    if (tag.equals(Tag.NULL)) {
      json.raw("null");
    } else if (tag.equals(Tag.BOOL)) {
      json.raw(text);
    } else if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      json.raw(JsonTemplate.number(text));
    } else {
      json.string(text);
    }
    return true;
  }
}
