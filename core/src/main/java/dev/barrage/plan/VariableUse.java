package dev.barrage.plan;

import dev.barrage.plan.Template.Part;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
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
  private final Set<String> constants;
  private final BiConsumer<Template, String> undefined;

  /**
   * @param constants names of the plan's variables
   * @param undefined told each template with a slot that nothing fills, and what is wrong with it
   */
  VariableUse(Collection<String> constants, BiConsumer<Template, String> undefined) {
    this.constants = new HashSet<>(constants);
    this.constants.addAll(Templates.BUILT_IN);
    this.undefined = undefined;
  }

  void check(User user) {
    Set<String> known = new HashSet<>(constants);
    check(user.start(), known);
    for (Task task : user.tasks()) {
      Set<String> forTask = new HashSet<>(known);
      for (Task other : user.tasks()) {
        if (other != task) {
          forTask.addAll(captured(other.steps()));
        }
      }
      check(task.steps(), forTask);
    }
  }

  /** Checks steps in order; {@code known} grows by what they capture. */
  private void check(List<Step> steps, Set<String> known) {
    for (Step step : steps) {
      if (step instanceof Request request) {
        templates(request).forEach(template -> check(template, known));
        known.addAll(captured(List.of(request)));
      }
    }
  }

  private void check(Template template, Set<String> known) {
    for (Part part : template.parts()) {
      if (part instanceof Part.Slot slot && !known.contains(slot.variable())) {
        undefined.accept(
            template,
            Quoted.of("${" + slot.variable() + "}")
                + " has no value here; known: "
                + String.join(", ", new TreeSet<>(known))
                + NearestWord.hint(slot.variable(), known));
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
