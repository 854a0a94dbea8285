package dev.barrage.plan;

import dev.barrage.plan.Request.OnFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads requests. */
final class RequestReader {
  static final List<String> METHODS =
      List.of("get", "post", "put", "patch", "delete", "head", "options");

  /** Keys of a request. */
  static final List<String> KEYS =
      Stream.of(
              METHODS,
              BodyReader.KEYS,
              List.of(
                  "name",
                  "headers",
                  "expect",
                  "capture",
                  "timeout",
                  "follow",
                  "on failure",
                  "tags",
                  "fault"))
          .flatMap(List::stream)
          .toList();

  private static final List<String> SOURCES = List.of("json", "header", "cookie", "regex");
  private static final Pattern CAPTURE =
      Pattern.compile("(json|header|cookie|regex) +(\\S.*)", Pattern.DOTALL);

  private static final Capture.Source NO_SOURCE = new Capture.Source.HeaderValue("X");

  private final Problems problems;
  private final PlanFolder folder;
  private final Map<String, String> constants;

  /** Reads templates and remembers where they stand. */
  final TemplateReader templates;

  /**
   * @param folder what file names are relative to
   * @param constants values of the plan's variables
   */
  RequestReader(Problems problems, PlanFolder folder, Map<String, String> constants) {
    this.problems = problems;
    this.folder = folder;
    this.constants = constants;
    this.templates = new TemplateReader(problems);
  }

  /**
   * @param method which of {@link #METHODS} the fields have
   * @param tags of the request alone
   */
  Request request(Fields fields, String method, List<String> tags) {
    Node at = fields.get(method).orElseThrow();
    Template path = templates.read(at, Template.literal("/"), Paths::parse);
    String verb = method.toUpperCase(Locale.ROOT);
    String name =
        fields.value(
            "name",
            Secrets.maskQuery(verb + " " + Paths.shown(path, constants)),
            RequestReader::name);
    List<Request.Header> headers = templates.headers(fields);
    List<Check> checks =
        fields.get("expect").map(node -> ChecksReader.read(problems, node)).orElse(List.of());
    List<Capture> captures = new ArrayList<>();
    fields.get("capture").ifPresent(node -> captures(node, captures));
    Optional<Duration> timeout = fields.optional("timeout", Durations::parsePositive);
    OnFailure onFailure =
        fields.value("on failure", OnFailure.END_ITERATION, RequestReader::onFailure);
    Body body = body(fields);
    Optional<Fault> fault = fields.get("fault").flatMap(node -> fault(node, body));
    int follow = fields.value("follow", 0, RequestReader::follow);
    if (fault.isPresent() && follow > 0) {
      problems.add(fields.get("follow").orElseThrow(), Request.Handling.WRONG_FOLLOWS);
      follow = 0;
    }
    Request.Handling handling = new Request.Handling(timeout, onFailure, fault, follow);
    return new Request(name, verb, path, headers, body, checks, captures, tags, handling);
  }

  private Optional<Fault> fault(Node node, Body body) {
    return problems.read(
        node,
        Optional.empty(),
        text -> {
          Fault fault = FaultParser.parse(text);
          fault.check(body);
          return Optional.of(fault);
        });
  }

  /** Redirects followed at most: a number, or whether any are. */
  private static int follow(String text) {
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true") ? Request.Handling.FOLLOW : 0;
    }
    if (text.matches("[0-9]{1,3}") && Integer.parseInt(text) <= Request.Handling.MOST_FOLLOW) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException(
        "follow is "
            + Quoted.of(text)
            + "; allowed: true (up to "
            + Request.Handling.FOLLOW
            + " redirects), false, 0 to "
            + Request.Handling.MOST_FOLLOW);
  }

  private static OnFailure onFailure(String text) {
    return switch (text) {
      case "end iteration" -> OnFailure.END_ITERATION;
      case "continue" -> OnFailure.CONTINUE;
      default ->
          throw new IllegalArgumentException(
              "on failure is "
                  + Quoted.of(text)
                  + "; allowed: end iteration, continue"
                  + NearestWord.hint(text, List.of("end iteration", "continue")));
    };
  }

  static String name(String text) {
    if (text.isBlank() || text.length() > 200 || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          Quoted.of(text) + " is not a name; 1 to 200 characters on one line");
    }
    return text;
  }

  Body body(Fields fields) {
    return new BodyReader(problems, folder, templates).read(fields);
  }

  private void captures(Node node, List<Capture> captures) {
    Fields.each(
        problems,
        "capture",
        node,
        (key, value) -> {
          String name = problems.attempt(key, "x", () -> settable(key));
          captures.add(capture(name, value));
        });
  }

  /** {@code json $.a}, or a mapping that has a default too: {@code {json: $.a, default: none}}. */
  private Capture capture(String name, Node node) {
    if (!(node instanceof MappingNode)) {
      return new Capture(name, problems.read(node, NO_SOURCE, RequestReader::source));
    }
    Fields fields =
        Fields.of(
            problems,
            "a capture",
            node,
            Stream.concat(SOURCES.stream(), Stream.of("default")).toList());
    List<String> given = SOURCES.stream().filter(fields::has).toList();
    if (given.size() != 1) {
      problems.add(
          node,
          "a capture needs one of json, header, cookie or regex, e.g. {json: $.state, default:"
              + " none}");
      return new Capture(name, NO_SOURCE);
    }
    String kind = given.getFirst();
    Capture.Source source = fields.value(kind, NO_SOURCE, text -> source(kind + " " + text));
    return new Capture(
        name, source, fields.optional("default", text -> Templates.constant("default", text)));
  }

  /** The name of a variable that steps may set. */
  String settable(ScalarNode key) {
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
              + NearestWord.hint(text.split(" ", 2)[0], SOURCES));
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
}
