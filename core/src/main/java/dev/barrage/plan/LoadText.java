package dev.barrage.plan;

import dev.barrage.plan.Load.ArrivalStage;
import dev.barrage.plan.Load.Arrivals;
import dev.barrage.plan.Load.UserStage;
import java.math.BigDecimal;
import java.util.List;

/** Writes stages as the phrases that {@link LoadParser} reads back exactly. */
public final class LoadText {
  private LoadText() {}

  /** One phrase per stage, each complete in itself. */
  public static List<String> of(Load load) {
    return switch (load) {
      case Load.Open open -> open.stages().stream().map(LoadText::of).toList();
      case Load.Closed closed -> closed.stages().stream().map(LoadText::of).toList();
    };
  }

  /** {@code hold 500/s for 1m}. */
  public static String of(ArrivalStage stage) {
    String phrase =
        switch (stage) {
          case ArrivalStage.Hold hold -> "hold " + Rates.format(hold.rate());
          case ArrivalStage.Ramp ramp ->
              "ramp from " + Rates.format(ramp.from()) + " to " + Rates.format(ramp.to());
          case ArrivalStage.Replay replay -> replay(replay);
          case ArrivalStage.Sine sine ->
              ("sine " + Rates.format(sine.low()) + ".." + Rates.format(sine.high()))
                  + (" period " + Durations.format(sine.period()));
        };
    String before = stage.arrivals() == Arrivals.POISSON ? "poisson " : "";
    String joint = stage instanceof ArrivalStage.Ramp ? " over " : " for ";
    return before + phrase + joint + Durations.format(stage.length());
  }

  private static String replay(ArrivalStage.Replay replay) {
    String path = replay.file().path().toString();
    String file = path.matches("\\S+") ? path : '"' + path + '"';
    String speed = replay.milliSpeed() == 1000 ? "" : " at " + speed(replay.milliSpeed()) + "x";
    return "replay " + file + speed;
  }

  /** {@code 2}, {@code 0.5}. */
  static String speed(long milliSpeed) {
    return BigDecimal.valueOf(milliSpeed, 3).stripTrailingZeros().toPlainString();
  }

  /** {@code ramp from 0 to 100 users over 10s}. */
  public static String of(UserStage stage) {
    String length = Durations.format(stage.length());
    return switch (stage) {
      case UserStage.Ramp ramp ->
          "ramp from " + ramp.from() + " to " + ramp.to() + " users over " + length;
      case UserStage.Hold hold ->
          ("hold " + hold.users() + " users for " + length)
              + (hold.spawnRate().isZero() ? "" : " spawning " + Rates.format(hold.spawnRate()));
    };
  }
}
