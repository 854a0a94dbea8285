package dev.barrage.engine.schedule;

import dev.barrage.plan.Load;
import dev.barrage.plan.Load.UserStage;
import dev.barrage.plan.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How many users of a closed load there are at each moment, warm-up included.
 *
 * <pre>
 *   UserSchedule schedule = new UserSchedule(load, plan.warmup());
 *   for (long t = 0; t != Long.MAX_VALUE; t = schedule.nextChangeNs(t)) … schedule.usersAt(t)
 * </pre>
 *
 * <ul>
 *   <li>{@code hold}: missing users are started at the spawn rate, the first of them at once (rate
 *       zero: all at once); surplus ones are taken away at once.
 *   <li>{@code ramp} from a to b over L: user a + 1 at the start, then one more each L / (b − a);
 *       downward the mirror image, the last one leaving at the end.
 *   <li>Warm-up: a first {@code hold} begins with it and simply lasts longer, so its users are
 *       started once; before a {@code ramp} there are its first users, all at once.
 * </ul>
 *
 * <p>Times are computed from the user's number in integers, never added up. From the end on the
 * last level stays. Immutable; any thread.
 */
public final class UserSchedule {
  private static final long SECOND_NS = 1_000_000_000L;

  private final List<Level> levels = new ArrayList<>();
  private final int peak;

  public UserSchedule(Load.Closed load, Duration warmup) {
    long startNs = 0;
    int users = 0;
    int highest = 0;
    for (UserStage stage : withWarmup(load.stages(), warmup)) {
      long lengthNs = stage.length().toNanos();
      if (lengthNs == 0) {
        continue;
      }
      Level level = level(stage, users, startNs, lengthNs);
      levels.add(level);
      startNs = Math.addExact(startNs, lengthNs);
      users = level.usersAt(startNs);
      highest = Math.max(highest, Math.max(level.usersAt(level.startNs()), users));
    }
    this.peak = highest;
  }

  private static List<UserStage> withWarmup(List<UserStage> stages, Duration warmup) {
    List<UserStage> all = new ArrayList<>(stages);
    switch (stages.getFirst()) {
      case UserStage.Hold hold ->
          all.set(
              0, new UserStage.Hold(hold.users(), hold.spawnRate(), hold.length().plus(warmup)));
      case UserStage.Ramp ramp -> all.add(0, new UserStage.Hold(ramp.from(), Rate.ZERO, warmup));
    }
    return all;
  }

  private static Level level(UserStage stage, int before, long startNs, long lengthNs) {
    return switch (stage) {
      case UserStage.Hold hold when hold.users() > before && !hold.spawnRate().isZero() ->
          new Level(
              startNs,
              lengthNs,
              before,
              hold.users(),
              false,
              hold.spawnRate().numerator(),
              Math.multiplyExact(hold.spawnRate().denominator(), SECOND_NS));
      case UserStage.Hold hold ->
          new Level(startNs, lengthNs, hold.users(), hold.users(), false, 0, 1);
      case UserStage.Ramp ramp ->
          new Level(
              startNs,
              lengthNs,
              ramp.from(),
              ramp.to(),
              true,
              Math.abs((long) ramp.to() - ramp.from()),
              lengthNs);
    };
  }

  /** Users wanted at an offset from the start. */
  public int usersAt(long offsetNs) {
    int users = 0;
    for (Level level : levels) {
      if (offsetNs < level.startNs()) {
        break;
      }
      users = level.usersAt(offsetNs);
    }
    return users;
  }

  /** The first moment after an offset at which the number differs; MAX_VALUE if there is none. */
  public long nextChangeNs(long offsetNs) {
    int users = usersAt(offsetNs);
    for (Level level : levels) {
      if (level.endNs() <= offsetNs) {
        continue;
      }
      if (level.startNs() > offsetNs && level.usersAt(level.startNs()) != users) {
        return level.startNs();
      }
      long change = level.nextChangeNs(Math.max(offsetNs, level.startNs()));
      if (change < level.endNs()) {
        return change;
      }
    }
    return finalChange(offsetNs, users);
  }

  /** A ramp down takes its last user away at the very end of the run. */
  private long finalChange(long offsetNs, int users) {
    long endNs = levels.isEmpty() ? 0 : levels.getLast().endNs();
    return offsetNs < endNs && usersAt(endNs) != users ? endNs : Long.MAX_VALUE;
  }

  /** Most users at once. */
  public int peak() {
    return peak;
  }

  /**
   * One stage: from one number to another, with {@code steps} changes per {@code perNs}, the first
   * rise at once, the first fall one distance later.
   */
  private record Level(
      long startNs, long lengthNs, int from, int to, boolean isRamp, long steps, long perNs) {
    long endNs() {
      return startNs + lengthNs;
    }

    int usersAt(long offsetNs) {
      // A ramp has arrived at its end; spawning is cut there, like arrivals.
      long sinceNs = Math.min(offsetNs - startNs, isRamp ? lengthNs : lengthNs - 1);
      long done = Wide.mulDivFloor(sinceNs, steps, perNs);
      if (from == to) {
        return to;
      }
      return from < to
          ? (int) Math.min(to, from + 1 + Math.min(done, to - from))
          : (int) Math.max(to, from - Math.min(done, from - to));
    }

    /** Next change after an offset within the stage; may lie beyond its end. */
    long nextChangeNs(long offsetNs) {
      if (usersAt(offsetNs) == to) {
        return Long.MAX_VALUE;
      }
      long done = Wide.mulDivFloor(offsetNs - startNs, steps, perNs);
      long nextNs = Wide.mulDivCeil(done + 1, perNs, steps);
      return nextNs == Long.MAX_VALUE ? nextNs : startNs + nextNs;
    }
  }
}
