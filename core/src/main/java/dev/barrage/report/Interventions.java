package dev.barrage.report;

import java.util.List;

/**
 * What came of the plan's {@link dev.barrage.plan.Hooks}.
 *
 * @param hooks what was done before and after the run
 * @param injections the failures put in the target's way
 */
public record Interventions(List<HookResult> hooks, List<InjectionResult> injections) {
  public static final Interventions NONE = new Interventions(List.of(), List.of());

  public Interventions {
    hooks = List.copyOf(hooks);
    injections = List.copyOf(injections);
  }
}
