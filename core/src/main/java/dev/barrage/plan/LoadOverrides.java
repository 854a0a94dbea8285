package dev.barrage.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a command line changes in a plan's load.
 *
 * @param users {@code --users}: one stage of the closed model instead
 * @param spawnRate {@code --spawn-rate}: how fast they start; empty: all at once
 * @param rate {@code --rate}: one stage of the open model instead
 * @param arrivals {@code --arrivals}: how arrivals are spread
 * @param time {@code --run-time}: the measured time
 */
record LoadOverrides(
    OptionalInt users,
    Optional<Rate> spawnRate,
    Optional<Rate> rate,
    Optional<Load.Arrivals> arrivals,
    Optional<Duration> time) {
  /** Whether the plan's own load, if any, is replaced. */
  boolean replaces() {
    return users.isPresent() || rate.isPresent();
  }

  /**
   * The load as changed.
   *
   * @throws IllegalArgumentException if options exclude each other or do not fit the load
   */
  Load applyTo(Load load) {
    checkTogether(load);
    Duration length = time.orElse(load.length());
    if (users.isPresent()) {
      Rate spawned = spawnRate.orElse(Rate.ZERO);
      return new Load.Closed(List.of(new Load.UserStage.Hold(users.getAsInt(), spawned, length)));
    }
    if (rate.isPresent()) {
      Load.Arrivals spread = arrivals.orElse(Load.Arrivals.CONSTANT);
      return new Load.Open(List.of(new Load.ArrivalStage.Hold(rate.get(), length, spread)));
    }
    Load timed = time.map(wanted -> LoadLength.of(load, wanted)).orElse(load);
    return arrivals.map(spread -> LoadLength.spread(timed, spread)).orElse(timed);
  }

  private void checkTogether(Load load) {
    if (rate.isPresent() && users.isPresent()) {
      throw new IllegalArgumentException(
          "--rate and --users exclude each other: --rate starts requests whatever the target does,"
              + " --users waits for its answers");
    }
    if (rate.isPresent() && spawnRate.isPresent()) {
      throw new IllegalArgumentException("--spawn-rate goes with --users, not with --rate");
    }
    if (spawnRate.isPresent() && users.isEmpty()) {
      throw new IllegalArgumentException("--spawn-rate needs --users, e.g. -u 100 -r 10");
    }
    boolean closed = users.isPresent() || (rate.isEmpty() && load instanceof Load.Closed);
    if (arrivals.isPresent() && closed) {
      throw new IllegalArgumentException("--arrivals goes with --rate or a load of arrivals");
    }
  }
}
