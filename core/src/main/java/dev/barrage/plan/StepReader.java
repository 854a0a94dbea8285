package dev.barrage.plan;

import dev.barrage.plan.Template.Encoding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads requests and pauses. Remembers where each template and request name stands, for checks that
 * need the whole plan.
 */
final class StepReader {
  static final List<String> METHODS =
      List.of("get", "post", "put", "patch", "delete", "head", "options");
  private static final List<String> BODIES = List.of("json", "text", "body", "file");
  private static final List<String> KEYS =
      Stream.of(METHODS, BODIES, List.of("name", "headers", "expect", "capture", "timeout", "wait"))
          .flatMap(List::stream)
          .toList();
  private static final List<String> TASK_KEYS =
      Stream.concat(KEYS.stream(), Stream.of("weight", "steps")).toList();
  private static final Pattern CAPTURE =
      Pattern.compile("(json|header|cookie|regex) +(\\S.*)", Pattern.DOTALL);
  private static final int MAX_WEIGHT = 1_000_000;

  private final Problems problems;
  private final PlanFolder folder;
  private final Map<String, String> constants;

  /** Where a template was written; by identity, because equal ones stand in several places. */
  final Map<Template, Node> places = new IdentityHashMap<>();

  /**
   * @param folder what file names are relative to
   * @param constants the plan's variables
   */
  StepReader(Problems problems, PlanFolder folder, Map<String, String> constants) {
    this.problems = problems;
    this.folder = folder;
    this.constants = constants;
  }

  List<Step> steps(Node node, String what) {
    if (!(node instanceof SequenceNode sequence)) {
      problems.add(node, what + " is a list: lines that begin with \"- \"");
      return List.of();
    }
    List<Step> steps = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      step(Fields.of(problems, "a step", item, KEYS)).ifPresent(steps::add);
    }
    return steps;
  }

  /** A task is one request with a weight, or steps with a weight. */
  Optional<Task> task(Node node) {
    Fields fields = Fields.of(problems, "a task", node, TASK_KEYS);
    int weight = fields.integer("weight", 1, 1, MAX_WEIGHT);
    Optional<Node> list = fields.get("steps");
    List<Step> steps = new ArrayList<>();
    if (list.isPresent()) {
      steps.addAll(steps(list.get(), "steps"));
      KEYS.stream()
          .filter(fields::has)
          .forEach(key -> problems.add(node, "a task has either steps or " + key + ", not both"));
      if (list.get() instanceof SequenceNode sequence && sequence.getValue().isEmpty()) {
        problems.add(list.get(), "a task needs at least one step");
      }
    } else {
      step(fields).ifPresent(steps::add);
    }
    if (!steps.isEmpty() && steps.stream().noneMatch(Request.class::isInstance)) {
      problems.add(node, "a task needs at least one request, e.g. get: /");
    }
    return steps.isEmpty() ? Optional.empty() : Optional.of(new Task(weight, steps));
  }

  private Optional<Step> step(Fields fields) {
    if (!(fields.node() instanceof MappingNode)) {
      return Optional.empty();
    }
    List<String> methods = METHODS.stream().filter(fields::has).toList();
    if (fields.has("wait")) {
      if (KEYS.stream().filter(fields::has).count() > 1) {
        problems.add(fields.node(), "wait is a step of its own; put it in a line before or after");
      }
      return fields.optional("wait", StepReader::pause);
    }
    if (methods.size() != 1) {
      problems.add(
          fields.node(),
          (methods.isEmpty() ? "needs" : "has more than one of")
              + (" get, post, put, patch, delete, head or options")
              + (methods.isEmpty() ? ", e.g. get: /api/hello" : "; each request is a step"));
      return Optional.empty();
    }
    return Optional.of(request(fields, methods.getFirst()));
  }

  private static Step pause(String text) {
    Wait wait = WaitParser.parse(text);
    return switch (wait) {
      case Wait.Constant(Duration pause) -> new Step.Pause(pause, pause);
      case Wait.Between(Duration min, Duration max) -> new Step.Pause(min, max);
      case Wait.None w -> throw notAPause(text);
      case Wait.Pace w -> throw notAPause(text);
      case Wait.PerSecond w -> throw notAPause(text);
    };
  }

  private static IllegalArgumentException notAPause(String text) {
    return new IllegalArgumentException(
        Quoted.of(text) + " is not a pause between steps; write e.g. 200ms or 1s..3s");
  }

  private Request request(Fields fields, String method) {
    Node at = fields.get(method).orElseThrow();
    Template path = template(at, Template.literal("/"), Paths::parse);
    String verb = method.toUpperCase(Locale.ROOT);
    String name =
        fields.value(
            "name", Secrets.maskQuery(verb + " " + Paths.shown(path, constants)), StepReader::name);
    List<Request.Header> headers = new ArrayList<>();
    fields.get("headers").ifPresent(node -> headers(node, headers));
    List<Check> checks =
        fields.get("expect").map(node -> ChecksReader.read(problems, node)).orElse(List.of());
    List<Capture> captures = new ArrayList<>();
    fields.get("capture").ifPresent(node -> captures(node, captures));
    Optional<Duration> timeout = fields.optional("timeout", Durations::parsePositive);
    return new Request(name, verb, path, headers, body(fields), checks, captures, timeout);
  }

  private static String name(String text) {
    if (text.isBlank() || text.length() > 200 || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          Quoted.of(text) + " is not a name; 1 to 200 characters on one line");
    }
    return text;
  }

  void headers(Node node, List<Request.Header> headers) {
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
    return template(
        node,
        Template.literal(""),
        text -> Templates.parse(HeaderNames.checkValue(text), Encoding.RAW));
  }

  Body body(Fields fields) {
    List<String> given = BODIES.stream().filter(fields::has).toList();
    if (given.size() > 1) {
      problems.add(
          fields.node(), "has several bodies: " + String.join(", ", given) + "; only one is sent");
    }
    if (given.isEmpty()) {
      return new Body.None();
    }
    Node node = fields.get(given.getFirst()).orElseThrow();
    return switch (given.getFirst()) {
      case "json" -> {
        Template json = JsonNodes.read(problems, node);
        places.put(json, node);
        yield new Body.Json(json);
      }
      case "file" -> problems.read(node, new Body.None(), text -> new Body.File(folder.file(text)));
      default ->
          new Body.Text(
              template(node, Template.literal(""), text -> Templates.parse(text, Encoding.RAW)));
    };
  }

  private void captures(Node node, List<Capture> captures) {
    Fields.each(
        problems,
        "capture",
        node,
        (key, value) -> {
          String name = problems.attempt(key, "x", () -> captured(key));
          Capture.Source source =
              problems.read(value, new Capture.Source.HeaderValue("X"), StepReader::source);
          captures.add(new Capture(name, source));
        });
  }

  private String captured(ScalarNode key) {
    if (constants.containsKey(key.getValue())) {
      throw new IllegalArgumentException(
          Quoted.of(key.getValue()) + " is already a variable of the plan; choose another name");
    }
    if (Templates.BUILT_IN.contains(key.getValue())) {
      throw new IllegalArgumentException(
          Quoted.of(key.getValue()) + " is built in; choose another name");
    }
    return Templates.checkName(key.getValue());
  }

  private static Capture.Source source(String text) {
    var match = CAPTURE.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException(
          Quoted.of(text)
              + " is not a source; allowed: json $.path, header NAME, cookie NAME, regex \"...\""
              + NearestWord.hint(
                  text.split(" ", 2)[0], List.of("json", "header", "cookie", "regex")));
    }
    String rest = match.group(2).strip();
    boolean quoted = rest.length() > 1 && rest.startsWith("\"") && rest.endsWith("\"");
    return switch (match.group(1)) {
      case "json" -> new Capture.Source.Json(JsonPaths.parse(rest));
      case "header" -> new Capture.Source.HeaderValue(HeaderNames.check(rest));
      case "cookie" -> new Capture.Source.Cookie(HeaderNames.check(rest));
      default ->
          new Capture.Source.Regex(
              ChecksReader.regex(quoted ? rest.substring(1, rest.length() - 1) : rest));
    };
  }

  Template template(Node node, Template fallback, Function<String, Template> parser) {
    // A new object each time: its identity is the key of its place.
    Template template = new Template(problems.read(node, fallback, parser).parts());
    places.put(template, node);
    return template;
  }
}
