package dev.barrage.report;

import dev.barrage.plan.Load;
import dev.barrage.plan.LoadText;
import dev.barrage.plan.Plan;
import dev.barrage.plan.Rate;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says what a plan offers, in words. */
final class PlanWords {
  private PlanWords() {}

  static String target(Plan plan) {
    return plan.target().urls().stream().map(URI::toString).collect(Collectors.joining(", "));
  }

  /** {@code 2,000/s for 10 s, after 2 s of warm-up (open model)}. */
  static String load(Plan plan) {
    String stages =
        switch (plan.profile().load()) {
          case Load.Open open ->
              open.stages().stream().map(PlanWords::stage).collect(Collectors.joining(", "));
          case Load.Closed closed ->
              closed.stages().stream().map(PlanWords::stage).collect(Collectors.joining(", "));
        };
    String model = plan.profile().load() instanceof Load.Open ? " (open model)" : " (closed model)";
    String warmup =
        plan.profile().warmup().isZero()
            ? ""
            : ", after " + length(plan.profile().warmup()) + " of warm-up";
    return stages + warmup + model;
  }

  /** What users that shared connections mean for the result; empty: nothing to say. */
  static Optional<String> connections(Plan plan) {
    long users = mostUsers(plan.profile().load());
    int bound = plan.bounds().connections();
    return switch (plan.target().connections()) {
      case NEW -> Optional.of("a new connection for each request");
      case SHARED -> Optional.of("one pool shared by all users, as the plan asks");
      case PER_USER ->
          users > bound
              ? Optional.of(
                  Figures.count(users) + " users shared " + Figures.count(bound) + " connections")
              : Optional.empty();
    };
  }

  private static long mostUsers(Load load) {
    return switch (load) {
      case Load.Open _ -> 0;
      case Load.Closed closed ->
          closed.stages().stream()
              .mapToLong(stage -> Math.max(stage.startUsers(), stage.endUsers()))
              .max()
              .orElse(0);
    };
  }

  private static String stage(Load.ArrivalStage stage) {
    String words =
        switch (stage) {
          case Load.ArrivalStage.Hold hold -> rate(hold.rate()) + " for " + length(hold.length());
          case Load.ArrivalStage.Ramp ramp ->
              "from "
                  + rate(ramp.from())
                  + " to "
                  + rate(ramp.to())
                  + " over "
                  + length(ramp.length());
          case Load.ArrivalStage.Replay replay -> LoadText.of(replay);
          case Load.ArrivalStage.Sine sine ->
              "sine "
                  + rate(sine.low())
                  + " to "
                  + rate(sine.high())
                  + " period "
                  + length(sine.period())
                  + " for "
                  + length(sine.length());
        };
    return stage.arrivals() == Load.Arrivals.POISSON ? "poisson " + words : words;
  }

  private static String stage(Load.UserStage stage) {
    return switch (stage) {
      case Load.UserStage.Hold hold ->
          Figures.count(hold.users(), "user") + " for " + length(hold.length());
      case Load.UserStage.Ramp ramp ->
          "from "
              + Figures.count(ramp.from())
              + " to "
              + Figures.count(ramp.to(), "user")
              + " over "
              + length(ramp.length());
    };
  }

  private static String rate(Rate rate) {
    return Figures.perSecond(rate.perSecond());
  }

  private static String length(Duration length) {
    return Figures.seconds(length.toNanos() / 1e9);
  }
}
