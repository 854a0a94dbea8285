package dev.barrage.plan;

import dev.barrage.plan.Template.Encoding;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads text with slots, and remembers where each stands for checks that need the whole plan. */
final class TemplateReader {
  private final Problems problems;

  /**
   * Where a template or condition was written; by identity, because equal ones stand in several
   * places.
   */
  private final Map<Object, Node> places = new IdentityHashMap<>();

  TemplateReader(Problems problems) {
    this.problems = problems;
  }

  Template read(Node node, Template fallback, Function<String, Template> parser) {
    // A new object each time: its identity is the key of its place.
    Template template = new Template(problems.read(node, fallback, parser).parts());
    return placed(template, node);
  }

  Template read(Node node, Encoding encoding) {
    return read(node, Template.literal(""), text -> Templates.parse(text, encoding));
  }

  /** Remembers where a template or condition stands. */
  <T> T placed(T asking, Node node) {
    places.put(asking, node);
    return asking;
  }

  /** Notes a mistake where a template or condition was written, if that is known. */
  void wrong(Object asking, String message) {
    Node place = places.get(asking);
    if (place != null) {
      problems.add(place, message);
    }
  }

  /** The header fields under {@code headers}, a mapping or lines. */
  List<Request.Header> headers(Fields fields) {
    List<Request.Header> headers = new ArrayList<>();
    fields.get("headers").ifPresent(node -> headers(node, headers));
    return headers;
  }

  private void headers(Node node, List<Request.Header> headers) {
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> headerLine(item).ifPresent(headers::add));
      return;
    }
    Fields.each(
        problems,
        "headers",
        node,
        (key, values) -> {
          String name = problems.attempt(key, "X", () -> HeaderNames.checkSent(key.getValue()));
          for (Node value : Fields.items(values)) {
            headers.add(new Request.Header(name, headerValue(value)));
          }
        });
  }

  /** {@code Name: value}, as curl writes it. */
  private Optional<Request.Header> headerLine(Node node) {
    Optional<String> line = problems.text(node);
    if (line.isEmpty()) {
      return Optional.empty();
    }
    Request.Header header =
        problems.attempt(
            node, new Request.Header("X", Template.literal("")), () -> UrlPlan.header(line.get()));
    places.put(header.value(), node);
    return Optional.of(header);
  }

  private Template headerValue(Node node) {
    return read(
        node,
        Template.literal(""),
        text -> Templates.parse(HeaderNames.checkValue(text), Encoding.RAW));
  }
}
