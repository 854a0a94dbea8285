package dev.barrage.plan;

import java.util.List;

/**
 * What a run is judged by.
 *
 * @param objectives what must hold; empty means the default {@code error rate < 1%}
 * @param abortWhen what ends a run before its time
 * @param validity when a measurement can be trusted
 */
public record Criteria(List<Objective> objectives, List<AbortRule> abortWhen, Validity validity) {
  public static final Criteria DEFAULT = new Criteria(List.of(), List.of(), Validity.DEFAULT);

  public Criteria {
    objectives = List.copyOf(objectives);
    abortWhen = List.copyOf(abortWhen);
  }

  /** The same with other objectives. */
  public Criteria withObjectives(List<Objective> others) {
    return new Criteria(others, abortWhen, validity);
  }

  /** The same with other limits of what can be trusted. */
  public Criteria withValidity(Validity other) {
    return new Criteria(objectives, abortWhen, other);
  }
}
