package dev.barrage.engine;

import dev.barrage.plan.Plan;
import dev.barrage.plan.Step;
import dev.barrage.plan.Steps;
import java.util.List;

/**
 * The distinct group names of a plan, numbered: results of equal names are one.
 *
 * @param names in order of first appearance
 */
public record Groups(List<String> names) {
  public Groups {
    names = List.copyOf(names);
  }

  public static Groups of(Plan plan) {
    return new Groups(
        plan.users().stream()
            .flatMap(Steps::of)
            .filter(Step.Group.class::isInstance)
            .map(step -> ((Step.Group) step).name())
            .distinct()
            .toList());
  }

  public int indexOf(String name) {
    return names.indexOf(name);
  }
}
