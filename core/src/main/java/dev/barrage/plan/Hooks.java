package dev.barrage.plan;

import java.util.List;
import java.util.stream.Stream;

/**
 * What is done around a run.
 *
 * @param before in order, before the target is tried; the first that fails stops the run
 * @param after in order, whatever happened before; one that fails is a warning
 */
public record Hooks(List<Hook> before, List<Hook> after) {
  public static final Hooks NONE = new Hooks(List.of(), List.of());

  public Hooks {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /** These, with others before the first and after the last. */
  Hooks within(Hooks around) {
    return new Hooks(
        Stream.concat(around.before.stream(), before.stream()).toList(),
        Stream.concat(after.stream(), around.after.stream()).toList());
  }

  /** All of them. */
  public Stream<Hook> stream() {
    return Stream.concat(before.stream(), after.stream());
  }
}
