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
 * Finds slots that no value can ever fill.
 *
 * <p>A slot is filled by a variable of the plan, a built-in name, or a capture: of an earlier step
 * of the same sequence, of the start steps, or of another task of the same user.
 */
final class VariableUse {
  /** Mistakes told at most: each one's message lists what is known. */
  private static final int MAX_TOLD = 100;

  private static final int MAX_LISTED = 20;
  private static final String CLIENT = "client.ip";

  private final Map<String, String> values;
  private final Set<String> constants;
  private final BiConsumer<Template, String> undefined;
  private int told;

  /**
   * @param values the plan's variables
   * @param clients whether the target has client addresses
   * @param undefined told each template with a slot that nothing fills, and what is wrong with it
   */
  VariableUse(
      Map<String, String> values, boolean clients, BiConsumer<Template, String> undefined) {
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
      if (step instanceof Request request) {
        templates(request).forEach(template -> check(template, known, elsewhere));
        Paths.problem(request.path(), values)
            .filter(problem -> Paths.variable(request.path()).filter(known::contains).isPresent())
            .ifPresent(problem -> undefined.accept(request.path(), problem));
        captured(List.of(request)).stream().filter(known::add).forEach(added::add);
      }
    }
    return added;
  }

  private void check(Template template, Set<String> known, Map<String, Integer> elsewhere) {
    for (Part part : template.parts()) {
      if (part instanceof Part.Slot slot
          && !known.contains(slot.variable())
          && elsewhere.getOrDefault(slot.variable(), 0) == 0
          && ++told <= MAX_TOLD) {
        if (slot.variable().equals(CLIENT)) {
          undefined.accept(template, "\"${client.ip}\" needs client addresses under target");
          continue;
        }
        Set<String> names = new TreeSet<>(known);
        elsewhere.forEach((name, tasks) -> names.addAll(tasks > 0 ? Set.of(name) : Set.of()));
        undefined.accept(
            template,
            Quoted.of("${" + slot.variable() + "}")
                + " has no value here; known: "
                + String.join(", ", names.stream().limit(MAX_LISTED).toList())
                + (names.size() > MAX_LISTED ? ", …" : "")
                + NearestWord.hint(slot.variable(), names));
      }
    }
  }

  /** Every template of a request. */
  static List<Template> templates(Request request) {
    List<Template> templates = new ArrayList<>();
    templates.add(request.path());
    request.headers().forEach(header -> templates.add(header.value()));
    switch (request.body()) {
      case Body.Text(Template text) -> templates.add(text);
      case Body.Json(Template text) -> templates.add(text);
      case Body.File file -> {}
      case Body.None none -> {}
    }
    return templates;
  }

  static Set<String> captured(List<Step> steps) {
    Set<String> names = new HashSet<>();
    for (Step step : steps) {
      if (step instanceof Request request) {
        request.captures().forEach(capture -> names.add(capture.variable()));
      }
    }
    return names;
  }
}
