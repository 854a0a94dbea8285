package dev.barrage.plan;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The names that a plan defines, and whether others refer to them rightly. */
final class PlanNames {
  private PlanNames() {}

  /** Names of all requests, in order of appearance. */
  static Set<String> requests(List<User> users) {
    Set<String> names = new LinkedHashSet<>();
    requestsOf(users).forEach(request -> names.add(request.name()));
    return names;
  }

  private static Stream<Step> steps(List<User> users) {
    return users.stream().flatMap(Steps::of);
  }

  private static Stream<Request> requestsOf(List<User> users) {
    return steps(users).filter(Request.class::isInstance).map(Request.class::cast);
  }

  private static boolean hasScripts(List<User> users) {
    return steps(users).anyMatch(Step.Scripted.class::isInstance);
  }

  /** The objective itself, if it is of all requests or of one of these. */
  static Objective checkRequest(Objective objective, List<User> users) {
    checkRequest(objective.request(), users);
    return objective;
  }

  /** The rule itself, if it is of all requests or of one of these. */
  static AbortRule checkRequest(AbortRule rule, List<User> users) {
    checkRequest(rule.request(), users);
    return rule;
  }

  /** Scripts name their requests while they run: beside them any name may come to be. */
  private static void checkRequest(Optional<String> request, List<User> users) {
    Set<String> requests = requests(users);
    request
        .filter(name -> !requests.contains(name) && !hasScripts(users))
        .ifPresent(name -> {
          throw new IllegalArgumentException(
              Quoted.of(name)
                  + " is not a request of this plan; its requests are: "
                  + String.join(", ", requests.stream().limit(10).toList())
                  + (requests.size() > 10 ? ", …" : "")
                  + NearestWord.hint(name, requests));
        });
  }

  /** Refuses a {@code --set} that nothing in the plan would notice. */
  static void checkVariable(String name, Plan plan) {
    Set<String> known = new LinkedHashSet<>(plan.variables().keySet());
    Set<String> captured = new LinkedHashSet<>();
    steps(plan.users())
        .forEach(step -> {
          VariableUse.templates(step).forEach(template -> addSlots(template, known));
          captured.addAll(Steps.sets(step));
        });
    known.removeAll(Templates.BUILT_IN);
    known.removeAll(captured);
    if (!known.contains(name)) {
      throw new IllegalArgumentException(
          "--set names "
              + Quoted.of(name)
              + ", which is not a variable of this plan; "
              + (known.isEmpty() ? "it has none" : "its variables are: " + String.join(", ", known))
              + NearestWord.hint(name, known));
    }
  }

  /** Names that templates of the plan ask for, and the values of its variables. */
  static Set<String> slots(List<User> users, Hooks hooks, Collection<String> values) {
    Set<String> names = new LinkedHashSet<>();
    Stream.of(
            steps(users).flatMap(step -> VariableUse.templates(step).stream()),
            hooks.stream().flatMap(hook -> HooksReader.templates(hook).stream()),
            values.stream().map(value -> Templates.parse(value, Template.Encoding.RAW)))
        .flatMap(templates -> templates)
        .forEach(template -> addSlots(template, names));
    return names;
  }

  private static void addSlots(Template template, Set<String> names) {
    for (Template.Part part : template.parts()) {
      if (part instanceof Template.Part.Slot slot) {
        names.add(slot.variable());
      }
    }
  }
}
