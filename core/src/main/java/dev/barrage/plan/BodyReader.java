package dev.barrage.plan;

import dev.barrage.plan.Template.Encoding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads what a request sends after its headers: one of several kinds of body. */
final class BodyReader {
  static final List<String> KEYS =
      List.of("json", "text", "body", "form", "multipart", "file", "payload");
  private static final List<String> PART_KEYS = List.of("text", "file", "name", "type");

  private final Problems problems;
  private final PlanFolder folder;
  private final TemplateReader templates;

  BodyReader(Problems problems, PlanFolder folder, TemplateReader templates) {
    this.problems = problems;
    this.folder = folder;
    this.templates = templates;
  }

  Body read(Fields fields) {
    List<String> given = KEYS.stream().filter(fields::has).toList();
    if (given.size() > 1) {
      problems.add(
          fields.node(), "has several bodies: " + String.join(", ", given) + "; only one is sent");
    }
    if (given.isEmpty()) {
      return new Body.None();
    }
    Node node = fields.get(given.getFirst()).orElseThrow();
    return switch (given.getFirst()) {
      case "json" -> new Body.Json(templates.placed(JsonNodes.read(problems, node), node));
      case "file" -> problems.read(node, new Body.None(), text -> new Body.File(folder.file(text)));
      case "form" -> form(node);
      case "multipart" -> multipart(node);
      case "payload" -> problems.read(node, new Body.None(), BodyReader::payload);
      default -> new Body.Text(templates.read(node, Encoding.RAW));
    };
  }

  /** {@code 100KB} of any bytes, or {@code text 100KB}. */
  static Body payload(String text) {
    String stripped = text.strip();
    boolean letters = stripped.startsWith("text ");
    return new Body.Payload(Sizes.parse(letters ? stripped.substring(5) : stripped), letters);
  }

  /** As {@link #payload} reads it. */
  static String text(Body.Payload payload) {
    return (payload.text() ? "text " : "") + payload.sizes().text();
  }

  private Body form(Node node) {
    List<Body.Field> fields = new ArrayList<>();
    entries(
        "a form",
        node,
        (key, value) ->
            fields.add(
                new Body.Field(key.getValue(), templates.read(value, Encoding.URI_COMPONENT))));
    return new Body.Form(fields);
  }

  private Body multipart(Node node) {
    List<Body.Part> parts = new ArrayList<>();
    entries("a multipart body", node, (key, value) -> parts.add(part(key, value)));
    if (parts.isEmpty()) {
      problems.add(node, "a multipart body needs at least one part, e.g. {title: hi}");
    }
    return new Body.Multipart(parts);
  }

  /** A text, or a mapping of {@code text} or {@code file} with what is said of it. */
  private Body.Part part(ScalarNode key, Node node) {
    String name = key.getValue();
    if (!(node instanceof MappingNode)) {
      Template text = templates.read(node, Encoding.RAW);
      return new Body.Part(name, new Body.Content.TextContent(text), Optional.empty());
    }
    Fields fields = Fields.of(problems, "a part", node, PART_KEYS);
    Optional<String> type = fields.optional("type", HeaderNames::checkValue);
    if (fields.has("file") == fields.has("text")) {
      problems.add(node, "a part has either text or file, e.g. {file: cat.png, type: image/png}");
    }
    if (!fields.has("file")) {
      Template text =
          fields
              .get("text")
              .map(value -> templates.read(value, Encoding.RAW))
              .orElse(Template.literal(""));
      String told = fields.value("name", "", given -> given);
      return new Body.Part(name, new Body.Content.TextContent(text, told), type);
    }
    Path path = fields.value("file", Path.of(""), folder::file);
    String told = fields.value("name", String.valueOf(path.getFileName()), text -> text);
    return new Body.Part(name, new Body.Content.FileContent(path, told), type);
  }

  /**
   * Visits the entries of a mapping, a list of values repeating the key, or of a list of mappings:
   * names may come twice.
   */
  private void entries(String what, Node node, BiConsumer<ScalarNode, Node> visitor) {
    List<Node> mappings =
        node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
    for (Node mapping : mappings) {
      Fields.each(
          problems,
          what,
          mapping,
          (key, value) -> Fields.items(value).forEach(item -> visitor.accept(key, item)));
    }
  }
}
