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
    requestsOf(users)
        .forEach(request -> {
          names.add(request.name());
          if (request.handling().follow() > 0) {
            names.add(request.redirectedName());
          }
        });
    return names;
  }

  private static Stream<Step> steps(List<User> users) {
    return users.stream().flatMap(Steps::of);
  }

  private static Stream<Request> requestsOf(List<User> users) {
    return steps(users).filter(Request.class::isInstance).map(Request.class::cast);
  }

  /** Names of all groups, in order of appearance. */
  static Set<String> groups(List<User> users) {
    Set<String> names = new LinkedHashSet<>();
    steps(users)
        .forEach(step -> {
          if (step instanceof Step.Group group) {
            names.add(group.name());
          }
        });
    return names;
  }

  private static boolean hasScripts(List<User> users) {
    return steps(users).anyMatch(Step.Scripted.class::isInstance);
  }

  /** Whether the objective is of all requests, or of a request or group of these users. */
  static boolean isOfAny(Objective objective, List<User> users) {
    if (objective.user().isPresent()) {
      return users.stream().anyMatch(user -> user.name().equals(objective.user().get()));
    }
    return objective
        .request()
        .map(name -> requests(users).contains(name) || groups(users).contains(name))
        .orElse(true);
  }

  /** The objective itself, if it is of all requests, of one of these or of a group of them. */
  static Objective checkRequest(Objective objective, List<User> users) {
    boolean answers =
        objective.metric() instanceof Objective.Metric.GatewayErrors
            || objective.metric() instanceof Objective.Metric.Unanswered
            || objective.metric() instanceof Objective.Metric.Course; // circuits
    check(objective.request(), users, answers ? Set.of() : groups(users));
    objective.user().ifPresent(name -> checkUser(name, users));
    return objective;
  }

  /** Numbers are kept by request: those of a user are told apart if their names are. */
  private static void checkUser(String name, List<User> users) {
    List<String> names = users.stream().map(User::name).toList();
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          Quoted.of(name)
              + (" is not a user of this plan; its users are: " + String.join(", ", names))
              + NearestWord.hint(name, names));
    }
    List<User> own = users.stream().filter(user -> user.name().equals(name)).toList();
    List<User> others = users.stream().filter(user -> !user.name().equals(name)).toList();
    if (hasScripts(own)) {
      throw new IllegalArgumentException(
          ("the user " + Quoted.of(name) + " names its requests in a script;")
              + " write the objective of one request");
    }
    Set<String> shared = new LinkedHashSet<>(requests(own));
    shared.retainAll(requests(others));
    if (!shared.isEmpty()) {
      throw new IllegalArgumentException(
          ("the request " + Quoted.of(shared.iterator().next()) + " of the user " + name)
              + " is another user's too; give it a name of its own, so that they are told apart");
    }
  }

  /** The rule itself, if it is of all requests or of one of these. */
  static AbortRule checkRequest(AbortRule rule, List<User> users) {
    check(rule.request(), users, Set.of());
    return rule;
  }

  /** Scripts name their requests while they run: beside them any name may come to be. */
  private static void check(Optional<String> asked, List<User> users, Set<String> groups) {
    Set<String> requests = requests(users);
    Set<String> all = new LinkedHashSet<>(requests);
    all.addAll(groups);
    asked
        .filter(name -> !all.contains(name) && !hasScripts(users))
        .ifPresent(name -> {
          throw new IllegalArgumentException(
              Quoted.of(name)
                  + (groups.isEmpty() ? " is not a request" : " is neither a request nor a group")
                  + " of this plan; its requests are: "
                  + listed(requests)
                  + (groups.isEmpty() ? "" : "; its groups are: " + listed(groups))
                  + NearestWord.hint(name, all));
        });
  }

  private static String listed(Set<String> names) {
    return String.join(", ", names.stream().limit(10).toList()) + (names.size() > 10 ? ", …" : "");
  }

  /** Refuses a {@code --set} that nothing in the plan would notice. */
  static void checkVariable(String name, Plan plan) {
    Set<String> known = new LinkedHashSet<>(plan.inputs().variables().keySet());
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
