package dev.barrage.plan;

import java.util.List;
import java.util.stream.Collectors;

/** A plan cannot be read; holds every mistake that was found, in order of place. */
public final class PlanException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public PlanException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** At least one, sorted by place. */
  public List<Problem> problems() {
    return problems;
  }
}
