package dev.barrage.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything one run needs to know: who sends what to whom, how much of it, and what must hold.
 *
 * @param name short name; part of the record directory's name
 * @param target what receives traffic
 * @param users classes of virtual user; at least one; names are distinct
 * @param profile how much traffic, over which time
 * @param criteria what the run is judged by
 * @param bounds what the generator may use at most
 * @param inputs what templates and random choices follow from
 * @param hooks what is done before and after it, not measured
 * @param observation what is looked at besides the requests themselves
 */
public record Plan(
    String name,
    Target target,
    List<User> users,
    LoadProfile profile,
    Criteria criteria,
    Bounds bounds,
    Inputs inputs,
    Hooks hooks,
    Observation observation) {
  public Plan {
    users = List.copyOf(users);
    if (users.isEmpty()) {
      throw new IllegalArgumentException("a plan needs at least one user");
    }
  }

  /** The same with another target. */
  public Plan withTarget(Target other) {
    return new Plan(name, other, users, profile, criteria, bounds, inputs, hooks, observation);
  }

  /** The same with other users. */
  public Plan withUsers(List<User> others) {
    return new Plan(name, target, others, profile, criteria, bounds, inputs, hooks, observation);
  }

  /** The same with other traffic. */
  public Plan withProfile(LoadProfile other) {
    return new Plan(name, target, users, other, criteria, bounds, inputs, hooks, observation);
  }

  /** The same, judged by something else. */
  public Plan withCriteria(Criteria other) {
    return new Plan(name, target, users, profile, other, bounds, inputs, hooks, observation);
  }

  /** What the run is judged by: what can be {@linkplain #unknown told}, else the default. */
  public List<Objective> judged() {
    List<Objective> known =
        criteria.objectives().stream().filter(one -> unknown(one).isEmpty()).toList();
    return known.isEmpty() ? List.of(Objective.DEFAULT) : known;
  }

  /** Why an objective {@code if known} is not judged: {@code no monitor gateway}; empty: it is. */
  public Optional<String> unknown(Objective objective) {
    return IfKnown.unknown(objective, observation);
  }

  /** Names of the requests that the plan gives a user class. */
  public Set<String> requestsOf(String user) {
    return PlanNames.requests(users.stream().filter(u -> u.name().equals(user)).toList());
  }
}
