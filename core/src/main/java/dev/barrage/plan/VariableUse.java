package dev.barrage.plan;

import dev.barrage.plan.Template.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * Finds slots and conditions that no value can ever fill.
 *
 * <p>A slot is filled by a variable of the plan, a built-in name, or what a step sets: an earlier
 * one of the same sequence (whether or not its branch is taken), any within the same loop, one of
 * the start steps, or one of another task of the same user.
 */
final class VariableUse {
  /** Mistakes told at most: each one's message lists what is known. */
  private static final int MAX_TOLD = 100;

  private static final int MAX_LISTED = 20;
  private static final String CLIENT = "client.ip";

  private final Map<String, String> values;
  private final Set<String> constants;
  private final BiConsumer<Object, String> undefined;
  private int told;

  /**
   * @param values the plan's variables
   * @param clients whether the target has client addresses
   * @param undefined told each template or condition that asks for what nothing fills, and what is
   *     wrong with it
   */
  VariableUse(Map<String, String> values, boolean clients, BiConsumer<Object, String> undefined) {
    this.values = values;
    this.constants = new HashSet<>(values.keySet());
    this.constants.addAll(Templates.BUILT_IN);
    if (!clients) {
      this.constants.remove(CLIENT);
    }
    this.undefined = undefined;
  }

  /** Hooks are run by no user: only the plan's variables have a value there. */
  void check(Hooks hooks) {
    hooks.stream()
        .flatMap(hook -> HooksReader.templates(hook).stream())
        .forEach(template ->
            HooksReader.problem(template, values.keySet())
                .ifPresent(problem -> undefined.accept(template, problem)));
  }

  void check(User user) {
    Set<String> known = new HashSet<>(constants);
    for (Feeder feeder : user.data()) {
      if (feeder.variables().isEmpty()) {
        return; // a file that is elsewhere: it may set any variable
      }
      known.addAll(feeder.variables());
    }
    checkClient(user, known);
    check(user.start(), known, Map.of());
    // How many tasks capture a name: of those a task may use what another one captures.
    Map<String, Integer> tasksCapturing = new HashMap<>();
    for (Task task : user.tasks()) {
      captured(task.steps()).forEach(name -> tasksCapturing.merge(name, 1, Integer::sum));
    }
    for (Task task : user.tasks()) {
      Set<String> own = captured(task.steps());
      own.forEach(name -> tasksCapturing.merge(name, -1, Integer::sum));
      Set<String> added = check(task.steps(), known, tasksCapturing);
      known.removeAll(added);
      own.forEach(name -> tasksCapturing.merge(name, 1, Integer::sum));
    }
    check(user.stop(), known, tasksCapturing);
  }

  /** Its headers may use what any step sets: before that the value is empty. */
  private void checkClient(User user, Set<String> known) {
    Set<String> any = new HashSet<>(known);
    any.addAll(captured(user.start()));
    user.tasks().forEach(task -> any.addAll(captured(task.steps())));
    templates(user.client()).forEach(template -> check(template, any, Map.of()));
  }

  /**
   * Checks steps in order.
   *
   * @param known grows by what they capture
   * @return what was added to {@code known}
   */
  private Set<String> check(List<Step> steps, Set<String> known, Map<String, Integer> elsewhere) {
    Set<String> added = new HashSet<>();
    for (Step step : steps) {
      added.addAll(check(step, known, elsewhere));
    }
    return added;
  }

  private Set<String> check(Step step, Set<String> known, Map<String, Integer> elsewhere) {
    return switch (step) {
      case Request request -> {
        templates(request).forEach(template -> check(template, known, elsewhere));
        Paths.problem(request.path(), values)
            .filter(problem -> Paths.variable(request.path()).filter(known::contains).isPresent())
            .ifPresent(problem -> undefined.accept(request.path(), problem));
        yield learn(captured(List.of(request)), known);
      }
      case Step.Assign assign -> {
        check(assign.value(), known, elsewhere);
        yield learn(Set.of(assign.variable()), known);
      }
      case Step.Pause pause -> Set.of();
      case Step.Scripted script -> learn(captured(List.of(script)), known);
      case Step.Group group -> check(group.steps(), known, elsewhere);
      case Step.If choice -> {
        check(choice.condition(), known, elsewhere);
        Set<String> added = new HashSet<>(check(choice.then(), known, elsewhere));
        added.addAll(check(choice.otherwise(), known, elsewhere));
        yield added;
      }
      case Step.Repeat repeat -> {
        // What one round sets, the next one may use.
        Set<String> added = learn(captured(repeat.steps()), known);
        repeat.times().asks().ifPresent(condition -> check(condition, known, elsewhere));
        check(repeat.steps(), known, elsewhere);
        yield added;
      }
    };
  }

  /** Adds names to what is known; returns the new ones. */
  private static Set<String> learn(Set<String> names, Set<String> known) {
    Set<String> added = new HashSet<>(names);
    added.removeIf(name -> !known.add(name));
    return added;
  }

  private void check(Condition condition, Set<String> known, Map<String, Integer> elsewhere) {
    condition.names().ifPresent(name -> check(condition, name, known, elsewhere));
  }

  private void check(Template template, Set<String> known, Map<String, Integer> elsewhere) {
    for (Part part : template.parts()) {
      if (part instanceof Part.Slot slot) {
        check(template, slot.variable(), known, elsewhere);
      }
    }
  }

  private void check(
      Object asking, String name, Set<String> known, Map<String, Integer> elsewhere) {
    if (known.contains(name) || elsewhere.getOrDefault(name, 0) > 0 || ++told > MAX_TOLD) {
      return;
    }
    if (name.equals(CLIENT)) {
      undefined.accept(asking, "\"${client.ip}\" needs client addresses under target");
      return;
    }
    Set<String> names = new TreeSet<>(known);
    elsewhere.forEach((other, tasks) -> names.addAll(tasks > 0 ? Set.of(other) : Set.of()));
    undefined.accept(
        asking,
        Quoted.of("${" + name + "}")
            + " has no value here; known: "
            + String.join(", ", names.stream().limit(MAX_LISTED).toList())
            + (names.size() > MAX_LISTED ? ", …" : "")
            + NearestWord.hint(name, names));
  }

  /** Every template of a step itself. */
  static List<Template> templates(Step step) {
    return switch (step) {
      case Request request -> templates(request);
      case Step.Assign assign -> List.of(assign.value());
      case Step.Pause pause -> List.of();
      case Step.Scripted script -> List.of();
      case Step.Group group -> List.of();
      case Step.If choice -> List.of();
      case Step.Repeat repeat -> List.of();
    };
  }

  /** Every template of what a user's client adds to requests. */
  static List<Template> templates(Client client) {
    List<Template> templates = new ArrayList<>();
    client.headers().forEach(header -> templates.add(header.value()));
    client
        .auth()
        .ifPresent(auth -> {
          switch (auth) {
            case Client.Auth.Basic basic -> {
              templates.add(basic.user());
              templates.add(basic.password());
            }
            case Client.Auth.Bearer bearer -> templates.add(bearer.token());
          }
        });
    return templates;
  }

  private static List<Template> templates(Request request) {
    List<Template> templates = new ArrayList<>();
    templates.add(request.path());
    request.headers().forEach(header -> templates.add(header.value()));
    switch (request.body()) {
      case Body.Text(Template text) -> templates.add(text);
      case Body.Json(Template text) -> templates.add(text);
      case Body.Form form -> form.fields().forEach(field -> templates.add(field.value()));
      case Body.Multipart multipart ->
          multipart
              .parts()
              .forEach(part -> {
                if (part.content() instanceof Body.Content.TextContent text) {
                  templates.add(text.text());
                }
              });
      case Body.Payload payload -> {}
      case Body.File file -> {}
      case Body.None none -> {}
    }
    return templates;
  }

  /** Names that these steps and those within them set. */
  static Set<String> captured(List<Step> steps) {
    Set<String> names = new HashSet<>();
    Steps.of(steps).forEach(step -> names.addAll(Steps.sets(step)));
    return names;
  }
}
