package dev.barrage.engine;

import dev.barrage.engine.schedule.Draw;
import org.jspecify.annotations.Nullable;

/**
 * Which target an arrival of the open model goes to. Immutable; allocates nothing.
 *
 * <pre>
 *   in turn:     0 1 2 0 1 2 0 1 2
 *   compared:    1 0 | 0 1 | 1 0 | 1 0     a pair of arrivals does the same on either side
 * </pre>
 *
 * @param targets how many there are
 * @param shuffle rotates each round of arrivals over the targets by chance; null: in turn
 */
record TargetOrder(int targets, @Nullable Draw shuffle) {
  static TargetOrder inTurn(int targets) {
    return new TargetOrder(targets, null);
  }

  /** Each round of arrivals in an order of its own, with the same draws for all of them. */
  static TargetOrder compared(int targets, long seed) {
    return new TargetOrder(targets, new Draw(seed, Draw.stream("targets")));
  }

  int target(long arrival) {
    long turned = shuffle == null ? 0 : shuffle.between(arrival / targets, 0, targets - 1);
    return (int) ((arrival + turned) % targets);
  }

  /** Number that the arrival's random choices follow from. */
  long choice(long arrival) {
    return shuffle == null ? arrival : arrival / targets;
  }

  /** Users that have begun at one target are not sent to another: so many pools of them. */
  int pools() {
    return shuffle == null ? 1 : targets;
  }

  int pool(int target) {
    return shuffle == null ? 0 : target;
  }
}
