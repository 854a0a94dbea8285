package dev.barrage.measure;

import dev.barrage.plan.Load;
import dev.barrage.plan.Plan;
import java.time.Duration;

/** Arrivals per second that a plan wants at a time: for display beside what happened. */
final class PlannedRate {
  private PlannedRate() {}

  /**
   * @param elapsedS since the first planned arrival
   * @return NaN for the closed model; 0 after the end
   */
  static double at(Plan plan, double elapsedS) {
    return switch (plan.profile().load()) {
      case Load.Closed closed -> Double.NaN;
      case Load.Open open -> at(open, elapsedS - seconds(plan.profile().warmup()));
    };
  }

  private static double at(Load.Open open, double measuredS) {
    if (measuredS < 0) {
      return open.stages().getFirst().startRate().perSecond();
    }
    double left = measuredS;
    for (Load.ArrivalStage stage : open.stages()) {
      double lengthS = seconds(stage.length());
      if (left < lengthS) {
        return within(stage, left, lengthS);
      }
      left -= lengthS;
    }
    return 0;
  }

  private static double within(Load.ArrivalStage stage, double atS, double lengthS) {
    return switch (stage) {
      case Load.ArrivalStage.Hold hold -> hold.rate().perSecond();
      case Load.ArrivalStage.Ramp ramp -> {
        double from = ramp.from().perSecond();
        yield from + (ramp.to().perSecond() - from) * atS / lengthS;
      }
      case Load.ArrivalStage.Replay replay -> {
        double usPerS = replay.milliSpeed() * 1e3;
        long fromUs = (long) (atS * usPerS);
        long toUs = (long) (Math.min(atS + 1, lengthS) * usPerS);
        int count = replay.file().countBefore(toUs) - replay.file().countBefore(fromUs);
        yield count / Math.min(1, lengthS - atS);
      }
      case Load.ArrivalStage.Sine sine -> {
        double low = sine.low().perSecond();
        double amplitude = (sine.high().perSecond() - low) / 2;
        yield low + amplitude * (1 - Math.cos(2 * Math.PI * atS / seconds(sine.period())));
      }
    };
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
