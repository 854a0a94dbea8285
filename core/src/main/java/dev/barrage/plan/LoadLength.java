package dev.barrage.plan;

import dev.barrage.plan.Load.ArrivalStage;
import dev.barrage.plan.Load.Arrivals;
import dev.barrage.plan.Load.UserStage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Cuts or lengthens a load: stages beyond the wanted length go, the last one is stretched to it.
 */
final class LoadLength {
  private LoadLength() {}

  /** The same load over another time; a cut ramp keeps its slope. */
  static Load of(Load load, Duration length) {
    return switch (load) {
      case Load.Open open ->
          new Load.Open(fitted(open.stages(), length, ArrivalStage::length, LoadLength::resized));
      case Load.Closed closed ->
          new Load.Closed(fitted(closed.stages(), length, UserStage::length, LoadLength::resized));
    };
  }

  /** The same load with its arrivals spread otherwise. */
  static Load spread(Load load, Arrivals spread) {
    return switch (load) {
      case Load.Closed closed -> closed;
      case Load.Open open ->
          new Load.Open(
              open.stages().stream()
                  .map(stage ->
                      switch (stage) {
                        case ArrivalStage.Replay s -> s;
                        case ArrivalStage.Hold s ->
                            new ArrivalStage.Hold(s.rate(), s.length(), spread);
                        case ArrivalStage.Ramp s ->
                            new ArrivalStage.Ramp(s.from(), s.to(), s.length(), spread);
                        case ArrivalStage.Sine s ->
                            new ArrivalStage.Sine(
                                s.low(), s.high(), s.period(), s.length(), spread);
                      })
                  .map(ArrivalStage.class::cast)
                  .toList());
    };
  }

  private static <S> List<S> fitted(
      List<S> stages,
      Duration length,
      Function<S, Duration> lengthOf,
      BiFunction<S, Duration, S> resized) {
    List<S> fitted = new ArrayList<>();
    Duration left = length;
    for (int i = 0; i < stages.size() && left.isPositive(); i++) {
      S stage = stages.get(i);
      boolean last = i == stages.size() - 1;
      boolean fits = !last && lengthOf.apply(stage).compareTo(left) <= 0;
      Duration part = fits ? lengthOf.apply(stage) : left;
      fitted.add(part.equals(lengthOf.apply(stage)) ? stage : resized.apply(stage, part));
      left = left.minus(part);
    }
    return fitted;
  }

  private static ArrivalStage resized(ArrivalStage stage, Duration length) {
    return switch (stage) {
      case ArrivalStage.Replay s -> new ArrivalStage.Replay(s.file(), s.milliSpeed(), length);
      case ArrivalStage.Hold s -> new ArrivalStage.Hold(s.rate(), length, s.arrivals());
      case ArrivalStage.Sine s ->
          new ArrivalStage.Sine(s.low(), s.high(), s.period(), length, s.arrivals());
      case ArrivalStage.Ramp s -> {
        long partNs = Math.min(length.toNanos(), s.length().toNanos());
        Rate end = Rates.between(s.from(), s.to(), partNs, s.length().toNanos());
        yield new ArrivalStage.Ramp(s.from(), end, length, s.arrivals());
      }
    };
  }

  private static UserStage resized(UserStage stage, Duration length) {
    return switch (stage) {
      case UserStage.Hold s -> new UserStage.Hold(s.users(), s.spawnRate(), length);
      case UserStage.Ramp s -> {
        double share = Math.min(1, (double) length.toNanos() / s.length().toNanos());
        int end = s.from() + (int) Math.round((s.to() - s.from()) * share);
        yield new UserStage.Ramp(s.from(), end, length);
      }
    };
  }
}
