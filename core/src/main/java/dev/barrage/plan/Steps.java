package dev.barrage.plan;

import java.util.List;
import java.util.stream.Stream;

/** The steps of a flow without their nesting, in the order in which a plan has them. */
public final class Steps {
  private Steps() {}

  /** All steps of a user, those of {@code start} first, those of {@code stop} last. */
  public static Stream<Step> of(User user) {
    return Stream.of(
            user.start().stream(),
            user.tasks().stream().flatMap(task -> task.steps().stream()),
            user.stop().stream())
        .flatMap(steps -> steps)
        .flatMap(Steps::within);
  }

  /** These steps and all within them. */
  public static Stream<Step> of(List<Step> steps) {
    return steps.stream().flatMap(Steps::within);
  }

  /** The requests among them. */
  public static Stream<Request> requests(List<Step> steps) {
    return of(steps).filter(Request.class::isInstance).map(Request.class::cast);
  }

  /** A step and all within it. */
  public static Stream<Step> within(Step step) {
    return Stream.concat(
        Stream.of(step), parts(step).stream().flatMap(List::stream).flatMap(Steps::within));
  }

  /** Names of the variables that a step itself sets, in order. */
  public static List<String> sets(Step step) {
    return switch (step) {
      case Request request -> request.captures().stream().map(Capture::variable).toList();
      case Step.Assign assign -> List.of(assign.variable());
      case Step.Scripted script -> script.sets();
      case Step.Pause pause -> List.of();
      case Step.Group group -> List.of();
      case Step.If choice -> List.of();
      case Step.Repeat repeat -> List.of();
    };
  }

  /** The lists of steps directly within one. */
  static List<List<Step>> parts(Step step) {
    return switch (step) {
      case Request request -> List.of();
      case Step.Pause pause -> List.of();
      case Step.Assign assign -> List.of();
      case Step.Scripted script -> List.of();
      case Step.Group group -> List.of(group.steps());
      case Step.If choice -> List.of(choice.then(), choice.otherwise());
      case Step.Repeat repeat -> List.of(repeat.steps());
    };
  }
}
