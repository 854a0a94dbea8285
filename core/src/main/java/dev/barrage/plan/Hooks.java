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
  public static final Hooks NONE = new Hooks(List.of(), List.of());

  public Hooks {
    before = List.copyOf(before);
    after = List.copyOf(after);
    injections = List.copyOf(injections);
    if (injections.size() > Injection.MOST) {
      throw new IllegalArgumentException(
          injections.size() + " failures are injected; at most " + Injection.MOST);
    }
  }

  public Hooks(List<Hook> before, List<Hook> after) {
    this(before, after, List.of());
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
