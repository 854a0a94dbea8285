package dev.barrage.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads {@code before}, {@code after} and {@code inject}: commands and requests. */
final class HooksReader {
  private static final List<String> BODIES = List.of("json", "text", "file");
  private static final List<String> OF_CALLS =
      Stream.of(RequestReader.METHODS, List.of("headers"), BODIES, List.of("expect"))
          .flatMap(List::stream)
          .toList();
  private static final List<String> KEYS =
      Stream.concat(Stream.of("run", "timeout"), OF_CALLS.stream()).toList();

  private static final List<String> OF_INJECTIONS = List.of("at", "for", "do", "undo");
  private static final String INJECTION =
      "{at: 10s, for: 5s, do: {run: docker pause api}, undo: {run: docker unpause api}}";

  /** What the client that sends hooks sets itself. */
  private static final Set<String> RESERVED = Set.of("connection", "expect", "host", "upgrade");

  private final Problems problems;
  private final RequestReader requests;

  HooksReader(Problems problems, RequestReader requests) {
    this.problems = problems;
    this.requests = requests;
  }

  Hooks read(Fields plan) {
    return new Hooks(
        plan.get("before").map(this::hooks).orElse(List.of()),
        plan.get("after").map(this::hooks).orElse(List.of()),
        plan.get("inject").map(this::injections).orElse(List.of()));
  }

  private List<Injection> injections(Node node) {
    List<Injection> injections = new ArrayList<>();
    List<Node> items = Fields.items(node);
    if (items.size() > Injection.MOST) {
      problems.add(
          node, "inject has " + items.size() + " failures; must be at most " + Injection.MOST);
      return injections;
    }
    for (Node item : items) {
      injection(Fields.of(problems, "an injection", item, OF_INJECTIONS))
          .ifPresent(injections::add);
    }
    return injections;
  }

  private Optional<Injection> injection(Fields fields) {
    Duration at = fields.value("at", Duration.ZERO, Durations::parse);
    Optional<Duration> lasts = fields.optional("for", Durations::parsePositive);
    Optional<Hook> action = fields.need("do", INJECTION).flatMap(this::hook);
    Optional<Hook> undo = fields.get("undo").flatMap(this::hook);
    return action.map(hook -> new Injection(at, lasts, hook, undo));
  }

  private Optional<Hook> hook(Node node) {
    return hook(Fields.of(problems, "a hook", node, KEYS));
  }

  private List<Hook> hooks(Node node) {
    List<Hook> hooks = new ArrayList<>();
    for (Node item : Fields.items(node)) {
      hook(item).ifPresent(hooks::add);
    }
    return hooks;
  }

  private Optional<Hook> hook(Fields fields) {
    List<String> kinds =
        Stream.concat(Stream.of("run"), RequestReader.METHODS.stream())
            .filter(fields::has)
            .toList();
    Duration timeout = fields.value("timeout", Hook.DEFAULT_TIMEOUT, Durations::parsePositive);
    if (kinds.size() != 1) {
      problems.add(
          fields.node(),
          (kinds.isEmpty() ? "a hook needs run or a request" : "a hook does one thing")
              + ", e.g. run: redis-cli FLUSHDB, or post: http://localhost:9000/reset");
      return Optional.empty();
    }
    if (!kinds.getFirst().equals("run")) {
      return Optional.of(call(fields, kinds.getFirst(), timeout));
    }
    OF_CALLS.stream()
        .filter(fields::has)
        .forEach(key -> problems.add(fields.node(), key + " goes with a request, not with run"));
    Node run = fields.get("run").orElseThrow();
    return Optional.of(problems.attempt(run, Hook.shell("true", timeout), () -> run(run, timeout)));
  }

  private Hook.Command run(Node node, Duration timeout) {
    if (node instanceof SequenceNode words) {
      List<String> texts = new ArrayList<>();
      words.getValue().forEach(word -> problems.text(word).ifPresent(texts::add));
      texts.forEach(HooksReader::checkWord);
      return new Hook.Command(texts, timeout);
    }
    String line = problems.text(node).orElse("true");
    checkWord(line);
    if (line.isBlank()) {
      throw new IllegalArgumentException("run needs a program, e.g. run: redis-cli FLUSHDB");
    }
    return Hook.shell(line, timeout);
  }

  private static void checkWord(String word) {
    if (word.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("run holds a character that no command may hold: U+0000");
    }
  }

  private Hook.Call call(Fields fields, String method, Duration timeout) {
    Node at = fields.get(method).orElseThrow();
    Template address = requests.templates.read(at, Template.literal("/"), Paths::address);
    List<Request.Header> headers = requests.templates.headers(fields);
    headers.stream()
        .map(Request.Header::name)
        .filter(name -> RESERVED.contains(name.toLowerCase(Locale.ROOT)))
        .forEach(name ->
            problems.add(fields.get("headers").orElseThrow(), name + " cannot be set in a hook"));
    return new Hook.Call(
        method.toUpperCase(Locale.ROOT),
        address,
        headers,
        requests.body(fields),
        fields.get("expect").flatMap(this::expected),
        timeout);
  }

  private Optional<Check.Status> expected(Node node) {
    List<Check> checks = ChecksReader.read(problems, node);
    if (checks.size() == 1 && checks.getFirst() instanceof Check.Status status) {
      return Optional.of(status);
    }
    if (!checks.isEmpty()) {
      problems.add(node, "a hook looks at the status alone, e.g. expect: 2xx");
    }
    return Optional.empty();
  }

  /** Every template of a request. */
  static List<Template> templates(Hook hook) {
    return switch (hook) {
      case Hook.Command command -> List.of();
      case Hook.Call call ->
          VariableUse.templates(
              new Request(
                  call.text(),
                  call.method(),
                  call.address(),
                  call.headers(),
                  call.body(),
                  List.of(),
                  List.of(),
                  List.of(),
                  Request.Handling.DEFAULT));
    };
  }

  /** Why a slot of a hook has no value: no user runs it, so only the plan's variables count. */
  static Optional<String> problem(Template template, Set<String> variables) {
    return template.parts().stream()
        .filter(
            part -> part instanceof Template.Part.Slot slot && !variables.contains(slot.variable()))
        .map(part -> ((Template.Part.Slot) part).variable())
        .findFirst()
        .map(name ->
            Quoted.of("${" + name + "}")
                + " has no value in a hook; the plan's variables are: "
                + (variables.isEmpty() ? "none" : String.join(", ", new TreeSet<>(variables)))
                + NearestWord.hint(name, variables));
  }
}
