package dev.barrage.plan;

import java.util.List;
import java.util.stream.Stream;

/**
 * What is done around a run, and to its target meanwhile.
 *
 * @param before in order, before the target is tried; the first that fails stops the run
 * @param after in order, whatever happened before; one that fails is a warning
 * @param injections failures put in the target's way; one that cannot be is a warning
 */
public record Hooks(List<Hook> before, List<Hook> after, List<Injection> injections) {
  public static final Hooks NONE = new Hooks(List.of(), List.of(), List.of());

  public Hooks {
    before = List.copyOf(before);
    after = List.copyOf(after);
    injections = List.copyOf(injections);
    if (injections.size() > Injection.MOST) {
      throw new IllegalArgumentException(
          injections.size() + " failures are injected; at most " + Injection.MOST);
    }
  }

  /**
   * The objective itself; one on a circuit needs a failure.
   *
   * @throws IllegalArgumentException none is injected
   */
  Objective check(Objective objective) {
    if (objective.metric() instanceof Objective.Metric.Course(var figure)
        && figure.isOfCircuit()
        && injections.isEmpty()) {
      throw new IllegalArgumentException(
          Quoted.of(objective.text())
              + " needs a failure: inject one, e.g. inject: {at: 5s, for: 5s, do: {run: …},"
              + " undo: {run: …}}");
    }
    return objective;
  }

  /** These, with others before the first and after the last. */
  Hooks within(Hooks around) {
    return new Hooks(
        Stream.concat(around.before.stream(), before.stream()).toList(),
        Stream.concat(after.stream(), around.after.stream()).toList(),
        injections);
  }

  /** All of them. */
  public Stream<Hook> stream() {
    return Stream.of(before.stream(), after.stream(), injections.stream().flatMap(Injection::hooks))
        .flatMap(hooks -> hooks);
  }
}
