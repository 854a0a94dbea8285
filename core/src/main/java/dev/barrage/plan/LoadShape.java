package dev.barrage.plan;

import dev.barrage.plan.Load.ArrivalStage;
import dev.barrage.plan.Load.UserStage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a load looks like as a whole: where it is steady, where it jumps. Pure functions. */
public final class LoadShape {
  /** So many times the load before it is a spike. */
  private static final double MUCH_MORE = 1.5;

  private LoadShape() {}

  /** A part of the measured window, in seconds since its begin. */
  public record Part(double fromS, double toS) {
    public double lengthS() {
      return toS - fromS;
    }
  }

  /** Low, high, low: three parts, one after the other. */
  public record Spike(Part before, Part during, Part after) {}

  /** A stage: the least and the most it offers; requests or users. */
  private record Level(Part part, double low, double high) {
    boolean steady() {
      return low == high;
    }
  }

  /** The longest stage that holds one level; empty if none does. */
  public static Optional<Part> steady(Load load) {
    return levels(load).stream()
        .filter(Level::steady)
        .map(Level::part)
        .reduce((a, b) -> b.lengthS() > a.lengthS() ? b : a);
  }

  /**
   * The first spike: stages that offer more than one and a half times what the first stage does,
   * with stages before and after them that do not. Ramps up and down belong to the spike.
   */
  public static Optional<Spike> spike(Load load) {
    List<Level> levels = levels(load);
    double much = MUCH_MORE * levels.getFirst().high();
    int up = 0;
    while (up < levels.size() && levels.get(up).high() <= much) {
      up++;
    }
    int down = up;
    while (down < levels.size() && levels.get(down).high() > much) {
      down++;
    }
    int end = down;
    while (end < levels.size() && levels.get(end).high() <= much) {
      end++;
    }
    return much == 0 || down == end
        ? Optional.empty()
        : Optional.of(
            new Spike(part(levels, 0, up), part(levels, up, down), part(levels, down, end)));
  }

  private static Part part(List<Level> levels, int from, int to) {
    return new Part(levels.get(from).part().fromS(), levels.get(to - 1).part().toS());
  }

  private static List<Level> levels(Load load) {
    List<Level> levels = new ArrayList<>();
    double fromS = 0;
    switch (load) {
      case Load.Open open -> {
        for (ArrivalStage stage : open.stages()) {
          levels.add(level(stage, until(fromS, stage.length())));
          fromS = levels.getLast().part().toS();
        }
      }
      case Load.Closed closed -> {
        for (UserStage stage : closed.stages()) {
          double low = Math.min(stage.startUsers(), stage.endUsers());
          double high = Math.max(stage.startUsers(), stage.endUsers());
          levels.add(new Level(until(fromS, stage.length()), low, high));
          fromS = levels.getLast().part().toS();
        }
      }
    }
    return levels;
  }

  private static Level level(ArrivalStage stage, Part part) {
    return switch (stage) {
      case ArrivalStage.Hold hold ->
          new Level(part, hold.rate().perSecond(), hold.rate().perSecond());
      case ArrivalStage.Ramp ramp -> level(part, ramp.from(), ramp.to());
      case ArrivalStage.Sine sine -> level(part, sine.low(), sine.high());
      case ArrivalStage.Replay replay -> new Level(part, 0, Double.POSITIVE_INFINITY);
    };
  }

  private static Level level(Part part, Rate one, Rate other) {
    double low = Math.min(one.perSecond(), other.perSecond());
    return new Level(part, low, Math.max(one.perSecond(), other.perSecond()));
  }

  private static Part until(double fromS, Duration length) {
    return new Part(fromS, fromS + length.toNanos() / 1e9);
  }
}
