package dev.barrage.plan;

import dev.barrage.plan.Template.Encoding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads tasks and their steps: requests, pauses, groups, choices, loops and assignments. */
final class StepReader {
  /** Steps that are not requests; each is told by its first key. */
  private static final List<String> KINDS =
      List.of("wait", "group", "if", "repeat", "set", "script");

  private static final List<String> KEYS =
      Stream.of(RequestReader.METHODS, KINDS, rest(), List.of("steps", "else", "sets"))
          .flatMap(List::stream)
          .toList();
  private static final List<String> TASK_KEYS =
      Stream.concat(KEYS.stream(), Stream.of("weight")).toList();

  /** How deep groups, choices and loops may be nested. */
  private static final int MAX_DEPTH = 8;

  private static final int MAX_WEIGHT = 1_000_000;
  private static final int MAX_ROUNDS = 1_000_000;
  private static final int MAX_TAGS = 50;

  private final Problems problems;
  private final RequestReader requests;
  private int depth;

  StepReader(Problems problems, RequestReader requests) {
    this.problems = problems;
    this.requests = requests;
  }

  private static List<String> rest() {
    return RequestReader.KEYS.stream().filter(key -> !RequestReader.METHODS.contains(key)).toList();
  }

  /** A list of steps, as {@code start} has it. */
  List<Step> steps(Node node, String what) {
    if (!(node instanceof SequenceNode sequence)) {
      problems.add(node, what + " is a list: lines that begin with \"- \"");
      return List.of();
    }
    List<Step> steps = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      steps.addAll(step(Fields.of(problems, "a step", item, KEYS), false));
    }
    return steps;
  }

  /** A task is one request, group, choice or loop with a weight, or steps with a weight. */
  Optional<Task> task(Node node) {
    Fields fields = Fields.of(problems, "a task", node, TASK_KEYS);
    int weight = fields.integer("weight", 1, 1, MAX_WEIGHT);
    int before = problems.count();
    List<Step> steps =
        kind(fields).isEmpty() && fields.has("steps") ? plain(fields) : step(fields, true);
    if (steps.isEmpty()) {
      return Optional.empty();
    }
    if (sendNothing(steps) && problems.count() == before) {
      problems.add(node, "a task needs at least one request, e.g. get: /");
    }
    return Optional.of(new Task(weight, steps, tags(problems, fields)));
  }

  /** The steps of a task that is nothing but these. */
  private List<Step> plain(Fields fields) {
    Node list = fields.get("steps").orElseThrow();
    List<Step> steps = steps(list, "steps");
    KEYS.stream()
        .filter(key -> !key.equals("steps") && !key.equals("tags"))
        .filter(fields::has)
        .forEach(
            key -> problems.add(fields.node(), "a task has either steps or " + key + ", not both"));
    if (list instanceof SequenceNode sequence && sequence.getValue().isEmpty()) {
      problems.add(list, "a task needs at least one step");
    }
    return steps;
  }

  /** Words that the command line selects tasks by. */
  static List<String> tags(Problems problems, Fields fields) {
    List<String> tags = new ArrayList<>();
    fields
        .get("tags")
        .ifPresent(node -> {
          for (Node item : Fields.items(node)) {
            problems.read(item, false, text -> tags.add(tag(text)));
          }
          if (tags.size() > MAX_TAGS) {
            problems.add(node, "has too many tags; at most " + MAX_TAGS);
          }
        });
    return tags.stream().distinct().toList();
  }

  /** The tag itself, if it can be one. */
  static String tag(String text) {
    if (!text.matches("[\\p{L}\\p{N}_][\\p{L}\\p{N}_.:-]{0,99}")) {
      throw new IllegalArgumentException(
          Quoted.of(text) + " is not a tag; letters, digits and _ - . : are allowed");
    }
    return text;
  }

  private Optional<String> kind(Fields fields) {
    return KINDS.stream().filter(fields::has).findFirst();
  }

  /** One step, or several where {@code set} names several variables; none where it is wrong. */
  private List<Step> step(Fields fields, boolean isTask) {
    if (!(fields.node() instanceof MappingNode)) {
      return List.of();
    }
    Optional<String> kind = kind(fields);
    if (kind.isEmpty()) {
      return request(fields, isTask).map(List::<Step>of).orElse(List.of());
    }
    return switch (kind.get()) {
      case "wait" -> {
        alone(fields, "wait", List.of("wait"), isTask);
        yield fields.optional("wait", StepReader::pause).map(List::<Step>of).orElse(List.of());
      }
      case "group" -> {
        alone(fields, "group", List.of("group", "steps"), isTask);
        yield group(fields);
      }
      case "if" -> {
        alone(fields, "if", List.of("if", "steps", "else"), isTask);
        yield choice(fields);
      }
      case "repeat" -> {
        alone(fields, "repeat", List.of("repeat", "steps"), isTask);
        yield repeat(fields);
      }
      case "script" -> {
        alone(fields, "script", List.of("script", "sets"), isTask);
        yield script(fields);
      }
      default -> {
        alone(fields, "set", List.of("set"), isTask);
        yield assignments(fields);
      }
    };
  }

  /** A step of one kind has no keys of another. */
  private void alone(Fields fields, String kind, List<String> allowed, boolean isTask) {
    List<String> surplus =
        KEYS.stream()
            .filter(fields::has)
            .filter(key -> !allowed.contains(key) && !(isTask && key.equals("tags")))
            .toList();
    if (!surplus.isEmpty()) {
      problems.add(
          fields.node(),
          kind
              + " is a step of its own and has no "
              + String.join(", ", surplus)
              + "; put "
              + (surplus.size() == 1 ? "it" : "them")
              + " in a line before or after");
    }
  }

  private Optional<Request> request(Fields fields, boolean isTask) {
    List<String> methods = RequestReader.METHODS.stream().filter(fields::has).toList();
    if (methods.size() != 1) {
      problems.add(
          fields.node(),
          (methods.isEmpty() ? "needs" : "has more than one of")
              + (" get, post, put, patch, delete, head or options")
              + (methods.isEmpty() ? ", e.g. get: /api/hello" : "; each request is a step"));
      return Optional.empty();
    }
    Stream.of("steps", "else")
        .filter(fields::has)
        .forEach(key ->
            problems.add(
                fields.node(), "a request has no " + key + "; they go with group, if and repeat"));
    List<String> tags = isTask ? List.of() : tags(problems, fields);
    return Optional.of(requests.request(fields, methods.getFirst(), tags));
  }

  /** The name of a script: its code is in the Java source that the plan was recorded from. */
  private List<Step> script(Fields fields) {
    List<String> sets = new ArrayList<>();
    fields
        .get("sets")
        .ifPresent(node -> {
          for (Node item : Fields.items(node)) {
            problems.read(item, false, text -> sets.add(Templates.checkName(text)));
          }
        });
    String name = fields.value("script", "script", RequestReader::name);
    return List.of(new Step.Scripted(name, Step.Scripted.ELSEWHERE, sets));
  }

  private static boolean sendNothing(List<Step> steps) {
    return Steps.of(steps).noneMatch(s -> s instanceof Request || s instanceof Step.Scripted);
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

  private List<Step> group(Fields fields) {
    String name = fields.value("group", "group", RequestReader::name);
    List<Step> steps = inner(fields, "steps", "group: " + name + ", then steps:");
    if (!steps.isEmpty() && sendNothing(steps)) {
      problems.add(fields.node(), "a group needs at least one request, e.g. get: /");
    }
    if (steps.isEmpty()) {
      return List.of();
    }
    Step group = new Step.Group(name, steps);
    return List.of(requests.templates.placed(group, fields.get("group").orElseThrow()));
  }

  private List<Step> choice(Fields fields) {
    Optional<Condition> condition = condition(fields, "if");
    List<Step> then = inner(fields, "steps", "if: ${state} == done, then steps:");
    List<Step> otherwise = fields.has("else") ? inner(fields, "else", "") : List.of();
    return condition.isEmpty() || then.isEmpty()
        ? List.of()
        : List.of(new Step.If(condition.get(), then, otherwise));
  }

  private List<Step> repeat(Fields fields) {
    Optional<Step.Times> times = times(fields.get("repeat").orElseThrow());
    List<Step> steps = inner(fields, "steps", "repeat: 3, then steps:");
    return times.isEmpty() || steps.isEmpty()
        ? List.of()
        : List.of(new Step.Repeat(times.get(), steps));
  }

  /** A number of rounds, or a condition with a bound. */
  private Optional<Step.Times> times(Node node) {
    if (!(node instanceof MappingNode)) {
      return problems.read(node, Optional.empty(), StepReader::count);
    }
    Fields fields = Fields.of(problems, "repeat", node, List.of("while", "until", "at most"));
    if (fields.has("while") == fields.has("until")) {
      problems.add(
          node, "repeat needs either while or until, e.g. {until: ${state} == done, at most: 20}");
      return Optional.empty();
    }
    String word = fields.has("while") ? "while" : "until";
    if (!fields.has("at most")) {
      problems.add(node, "a loop needs a bound: add \"at most\", e.g. at most: 20");
    }
    int atMost = fields.integer("at most", 1, 1, MAX_ROUNDS);
    return condition(fields, word)
        .map(condition ->
            word.equals("while")
                ? new Step.Times.While(condition, atMost)
                : new Step.Times.Until(condition, atMost));
  }

  private static Optional<Step.Times> count(String text) {
    if (!text.matches("-?\\d+")) {
      throw new IllegalArgumentException(
          "repeat is "
              + Quoted.of(text)
              + "; write a number of rounds, or {until: ${state} == done, at most: 20}");
    }
    return Optional.of(new Step.Times.Count((int) Numbers.integer("repeat", text, 1, MAX_ROUNDS)));
  }

  private Optional<Condition> condition(Fields fields, String key) {
    Optional<Condition> condition = fields.optional(key, ConditionParser::parse);
    condition.ifPresent(c -> requests.templates.placed(c, fields.get(key).orElseThrow()));
    return condition;
  }

  private List<Step> assignments(Fields fields) {
    List<Step> steps = new ArrayList<>();
    Fields.each(
        problems,
        "set",
        fields.get("set").orElseThrow(),
        (key, value) -> {
          String name = problems.attempt(key, "x", () -> requests.settable(key));
          Template template = requests.templates.read(value, Encoding.RAW);
          steps.add(new Step.Assign(name, template));
        });
    return steps;
  }

  /** Steps within a step. */
  private List<Step> inner(Fields fields, String key, String example) {
    Optional<Node> list = fields.get(key);
    if (list.isEmpty()) {
      problems.add(fields.node(), "needs \"" + key + "\", e.g. " + example + " [{get: /}]");
      return List.of();
    }
    if (++depth > MAX_DEPTH) {
      if (depth == MAX_DEPTH + 1) {
        problems.add(
            list.get(), "is nested too deeply; at most " + MAX_DEPTH + " groups, ifs and loops");
      }
      depth--;
      return List.of();
    }
    int before = problems.count();
    List<Step> steps = steps(list.get(), key);
    depth--;
    if (steps.isEmpty() && problems.count() == before) {
      problems.add(list.get(), key + " needs at least one step");
    }
    return steps;
  }
}
