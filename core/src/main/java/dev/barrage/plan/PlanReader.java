package dev.barrage.plan;

import dev.barrage.plan.data.BoundedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Reads plan files.
 *
 * <pre>
 *   Plan plan = PlanReader.read(Path.of("checkout.yaml"), new PlanOverrides().target("http://gw:8000"));
 * </pre>
 *
 * <p>A record of a run ({@code run.json}) is a plan too: the one that was executed.
 *
 * <p>All mistakes of a file are told at once, each with its place. Hostile input is bounded: size,
 * depth, aliases; no tags, no code. The grammar is in {@code docs/plan-reference.md}.
 */
public final class PlanReader {

  /** Of a text of {@link YamlDocument#MAX_CHARS} in UTF-8. */
  private static final int MOST_MIB = 4;

  private static final List<String> KEYS =
      List.of(
          "name",
          "target",
          "variables",
          "users",
          "load",
          "warmup",
          "objectives",
          "bounds",
          "validity",
          "seed",
          "monitors",
          "before",
          "after",
          "abort when",
          "rate limit",
          "upstream header",
          "inject",
          "traceparent",
          "keep headers",
          "break down by");

  private final Problems problems;
  private final PlanFolder folder;
  private final PlanOverrides overrides;

  private PlanReader(Problems problems, PlanFolder folder, PlanOverrides overrides) {
    this.problems = problems;
    this.folder = folder;
    this.overrides = overrides;
  }

  /**
   * Reads a file as it is.
   *
   * @throws PlanException with every mistake
   */
  public static Plan read(Path file) {
    return read(file, new PlanOverrides());
  }

  /**
   * Reads a file and changes what the command line says.
   *
   * @throws PlanException with every mistake of the file
   * @throws IllegalArgumentException if the overrides contradict each other or the plan
   */
  public static Plan read(Path file, PlanOverrides overrides) {
    String label = file.toString();
    Path parent = file.toAbsolutePath().getParent();
    String fileName = String.valueOf(file.getFileName());
    String name = fileName.replaceFirst("\\.(yaml|yml|json)$", "");
    PlanFolder folder = new PlanFolder(parent == null ? file : parent, true);
    String text =
        RecordedPlan.text(label, file, overrides.variables().keySet())
            .orElseGet(() -> text(label, file));
    return read(label, name, text, folder, overrides);
  }

  /**
   * Reads text; files that it names need not be there.
   *
   * @param label what messages call it, in the place of a file
   * @param name the plan's name unless it gives one
   * @param folder what file names in the plan are relative to
   */
  public static Plan read(
      String label, String name, String text, Path folder, PlanOverrides overrides) {
    return read(label, name, text, new PlanFolder(folder, false), overrides);
  }

  private static Plan read(
      String label, String name, String text, PlanFolder folder, PlanOverrides overrides) {
    Problems problems = new Problems(label);
    Node root = YamlDocument.compose(label, text, problems);
    Plan plan = new PlanReader(problems, folder, overrides).plan(root, name);
    return overrides.apply(plan);
  }

  static String text(String label, Path file) {
    try {
      byte[] bytes = BoundedFile.bytes(file, MOST_MIB);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (BoundedFile.TooLargeException e) {
      throw failed(label, "is too large for a plan");
    } catch (NoSuchFileException e) {
      throw failed(label, "there is no such file");
    } catch (CharacterCodingException e) {
      throw failed(label, "is not text in UTF-8");
    } catch (IOException e) {
      throw failed(label, Files.isDirectory(file) ? "is a directory" : "cannot be read");
    }
  }

  private static PlanException failed(String label, String message) {
    return new PlanException(List.of(new Problem(label, 0, 0, message)));
  }

  private Plan plan(Node root, String fileName) {
    Fields fields = Fields.of(problems, "a plan", TypedUsers.expand(problems, root), KEYS);
    Set<String> known = new HashSet<>();
    Map<String, String> variables = variables(fields, known);
    Map<String, String> values = values(variables);
    RequestReader requests = new RequestReader(problems, folder, values);
    UserReader readers =
        new UserReader(problems, new StepReader(problems, requests), requests.templates, folder);
    List<User> users =
        fields
            .need("users", "users: {visitor: {tasks: [{get: /api/hello}]}}")
            .map(readers::users)
            .orElse(List.of());
    checkGroups(users, requests.templates);
    Hooks hooks = new HooksReader(problems, requests).read(fields);
    Target target = target(fields);
    boolean clients = overrides.hasClients() || !target.reach().clients().isEmpty();
    VariableUse use = new VariableUse(values, clients, requests.templates::wrong);
    users.forEach(use::check);
    use.check(hooks);
    Load load = load(fields);
    Duration warmup = fields.value("warmup", Duration.ZERO, Durations::parse);
    Observation observation = observation(fields, users);
    Criteria criteria = criteria(fields, users, observation, hooks);
    Bounds bounds =
        fields
            .get("bounds")
            .map(node -> LimitsReader.bounds(problems, node))
            .orElse(Bounds.DEFAULT);
    long seed =
        fields.value(
            "seed",
            Inputs.DEFAULT.seed(),
            text -> Numbers.integer("seed", text, Long.MIN_VALUE, Long.MAX_VALUE));
    String name = fields.value("name", fileName, PlanReader::name);
    problems.throwIfAny();
    // Of --set only what the plan knows; the rest is refused when the overrides are applied.
    known.addAll(PlanNames.slots(users, hooks, variables.values()));
    variables.keySet().retainAll(known);
    return new Plan(
        name,
        target,
        users,
        new LoadProfile(warmup, load),
        criteria,
        bounds,
        new Inputs(variables, seed),
        hooks,
        observation);
  }

  private Observation observation(Fields fields, List<User> users) {
    return new Observation(
        fields
            .get("monitors")
            .map(node -> new MonitorsReader(problems, folder).read(node))
            .orElse(List.of()),
        fields.get("rate limit").map(node -> RateLimitReader.read(problems, node, users)),
        fields.optional("upstream header", HeaderNames::check),
        DiagnosticsReader.read(problems, fields));
  }

  private Criteria criteria(Fields fields, List<User> users, Observation observation, Hooks hooks) {
    return new Criteria(
        fields
            .get("objectives")
            .map(node -> ObjectivesReader.read(problems, node, users, observation, hooks))
            .orElse(List.of()),
        abortRules(fields, users),
        fields
            .get("validity")
            .map(node -> LimitsReader.validity(problems, node))
            .orElse(Validity.DEFAULT));
  }

  private List<AbortRule> abortRules(Fields fields, List<User> users) {
    List<AbortRule> rules = new ArrayList<>();
    for (Node item : fields.get("abort when").map(Fields::items).orElse(List.of())) {
      problems.read(
          item, false, text -> rules.add(PlanNames.checkRequest(AbortParser.parse(text), users)));
    }
    return rules;
  }

  static String name(String text) {
    if (text.isBlank() || text.length() > 100 || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "name is " + Quoted.of(text) + "; must be 1 to 100 characters on one line");
    }
    return text;
  }

  /**
   * @param declared gets the names that the file itself declares
   */
  private Map<String, String> variables(Fields fields, Set<String> declared) {
    Map<String, String> variables = new LinkedHashMap<>();
    Map<String, Node> places = new LinkedHashMap<>();
    fields
        .get("variables")
        .ifPresent(node ->
            Fields.each(
                problems,
                "variables",
                node,
                (key, value) -> {
                  String name = problems.attempt(key, "x", () -> variable(key));
                  problems.text(value).ifPresent(text -> variables.put(name, text));
                  places.put(name, value);
                }));
    declared.addAll(variables.keySet());
    variables.putAll(overrides.variables());
    places.keySet().removeAll(overrides.variables().keySet());
    places.forEach((name, node) -> problems.attempt(node, name, () -> checked(name, variables)));
    return variables;
  }

  /** What they stand for; where that is a mistake, their text. */
  private static Map<String, String> values(Map<String, String> variables) {
    try {
      return Variables.values(variables);
    } catch (IllegalArgumentException e) {
      return variables; // told already
    }
  }

  private static String checked(String name, Map<String, String> variables) {
    Variables.check(name, variables);
    return name;
  }

  private static String variable(ScalarNode key) {
    if (Templates.BUILT_IN.contains(key.getValue())) {
      throw new IllegalArgumentException(
          Quoted.of(key.getValue()) + " is built in; choose another name");
    }
    return Templates.checkName(key.getValue());
  }

  private Target target(Fields fields) {
    TargetReader reader = new TargetReader(problems, folder);
    if (fields.has("target")) {
      return reader.read(fields.get("target").orElseThrow());
    }
    if (overrides.targets().isEmpty()) {
      fields.need("target", "target: http://localhost:8080, or -H on the command line");
    }
    return overrides.targets().isEmpty() ? TargetReader.NONE : Target.at(overrides.targets());
  }

  /** Objectives name requests and groups alike, so that no name may be both. */
  private static void checkGroups(List<User> users, TemplateReader places) {
    Set<String> names = PlanNames.requests(users);
    users.stream()
        .flatMap(Steps::of)
        .filter(step -> step instanceof Step.Group group && names.contains(group.name()))
        .forEach(group ->
            places.wrong(group, "the group has the name of a request; choose another one"));
  }

  private Load load(Fields fields) {
    Load standIn = PlanOverrides.defaultLoad();
    if (!fields.has("load")) {
      if (!overrides.replacesLoad()) {
        fields.need("load", "load: hold 10 users for 1m, or -u or --rate on the command line");
      }
      return standIn;
    }
    Node node = fields.get("load").orElseThrow();
    LoadParser parser = new LoadParser(folder::file);
    int before = problems.count();
    for (Node item : Fields.items(node)) {
      problems.read(
          item,
          false,
          text -> {
            parser.accept(text);
            return true;
          });
    }
    return problems.count() > before ? standIn : problems.attempt(node, standIn, parser::load);
  }
}
