package dev.barrage.plan;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything one run needs to know: who sends what to whom, how much of it, and what must hold.
 *
 * @param name short name; part of the record directory's name
 * @param target what receives traffic
 * @param users classes of virtual user; at least one; names are distinct
 * @param load how much traffic, over which stages
 * @param warmup time before the measured window; the level of the first stage is offered in it
 * @param objectives what must hold; empty means the default {@code error rate < 1%}
 * @param bounds what the generator may use at most
 * @param validity when a measurement can be trusted
 * @param variables constants that templates may name, {@code --set} overrides them
 * @param seed every random choice follows from it
 * @param hooks what is done before and after it, not measured
 * @param monitors what watches the target meanwhile; names are distinct
 * @param abortWhen what ends a run before its time
 * @param rateLimit the rate limit that is looked at; empty: none
 * @param upstreamHeader the header field that marks answers of the upstream; empty: nothing tells
 *     them from the target's own
 * @param diagnostics what is told of single requests and kinds of answers
 */
public record Plan(
    String name,
    Target target,
    List<User> users,
    Load load,
    Duration warmup,
    List<Objective> objectives,
    Bounds bounds,
    Validity validity,
    Map<String, String> variables,
    long seed,
    Hooks hooks,
    List<Monitor> monitors,
    List<AbortRule> abortWhen,
    Optional<RateLimit> rateLimit,
    Optional<String> upstreamHeader,
    Diagnostics diagnostics) {
  public Plan {
    users = List.copyOf(users);
    objectives = List.copyOf(objectives);
    monitors = List.copyOf(monitors);
    abortWhen = List.copyOf(abortWhen);
    // Not Map.copyOf: its order changes from one JVM to the next, and records must not.
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    if (users.isEmpty()) {
      throw new IllegalArgumentException("a plan needs at least one user");
    }
    if (warmup.isNegative()) {
      throw new IllegalArgumentException("warmup is " + warmup + "; must be >= 0");
    }
  }

  /** A plan without hooks and monitors that is never aborted. */
  public Plan(
      String name,
      Target target,
      List<User> users,
      Load load,
      Duration warmup,
      List<Objective> objectives,
      Bounds bounds,
      Validity validity,
      Map<String, String> variables,
      long seed) {
    this(
        name,
        target,
        users,
        load,
        warmup,
        objectives,
        bounds,
        validity,
        variables,
        seed,
        Hooks.NONE,
        List.of());
  }

  /** A plan that is never aborted. */
  public Plan(
      String name,
      Target target,
      List<User> users,
      Load load,
      Duration warmup,
      List<Objective> objectives,
      Bounds bounds,
      Validity validity,
      Map<String, String> variables,
      long seed,
      Hooks hooks,
      List<Monitor> monitors) {
    this(
        name,
        target,
        users,
        load,
        warmup,
        objectives,
        bounds,
        validity,
        variables,
        seed,
        hooks,
        monitors,
        List.of(),
        Optional.empty());
  }

  /** A plan that tells nothing of its upstream and asks for no details. */
  public Plan(
      String name,
      Target target,
      List<User> users,
      Load load,
      Duration warmup,
      List<Objective> objectives,
      Bounds bounds,
      Validity validity,
      Map<String, String> variables,
      long seed,
      Hooks hooks,
      List<Monitor> monitors,
      List<AbortRule> abortWhen,
      Optional<RateLimit> rateLimit) {
    this(
        name,
        target,
        users,
        load,
        warmup,
        objectives,
        bounds,
        validity,
        variables,
        seed,
        hooks,
        monitors,
        abortWhen,
        rateLimit,
        Optional.empty(),
        Diagnostics.NONE);
  }

  /** The same with other users. */
  public Plan withUsers(List<User> others) {
    return new Plan(
        name,
        target,
        others,
        load,
        warmup,
        objectives,
        bounds,
        validity,
        variables,
        seed,
        hooks,
        monitors,
        abortWhen,
        rateLimit,
        upstreamHeader,
        diagnostics);
  }

  /** The same with another load. */
  public Plan withLoad(Load other) {
    return new Plan(
        name,
        target,
        users,
        other,
        warmup,
        objectives,
        bounds,
        validity,
        variables,
        seed,
        hooks,
        monitors,
        abortWhen,
        rateLimit,
        upstreamHeader,
        diagnostics);
  }

  /** The same with another target. */
  public Plan withTarget(Target other) {
    return new Plan(
        name,
        other,
        users,
        load,
        warmup,
        objectives,
        bounds,
        validity,
        variables,
        seed,
        hooks,
        monitors,
        abortWhen,
        rateLimit,
        upstreamHeader,
        diagnostics);
  }

  /** What the run is judged by: what can be {@linkplain #unknown told}, else the default. */
  public List<Objective> judged() {
    List<Objective> known = objectives.stream().filter(one -> unknown(one).isEmpty()).toList();
    return known.isEmpty() ? List.of(Objective.DEFAULT) : known;
  }

  /** Why an objective {@code if known} is not judged: {@code no monitor gateway}; empty: it is. */
  public Optional<String> unknown(Objective objective) {
    return IfKnown.unknown(objective, monitors, rateLimit);
  }

  /** Names of the requests that the plan gives a user class. */
  public Set<String> requestsOf(String user) {
    return PlanNames.requests(users.stream().filter(u -> u.name().equals(user)).toList());
  }

  /** Warm-up and stages together: the time over which requests are started. */
  public Duration length() {
    return warmup.plus(load.length());
  }
}
