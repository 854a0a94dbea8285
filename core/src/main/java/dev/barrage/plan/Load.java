package dev.barrage.plan;

import java.time.Duration;
import java.util.List;

/** How much traffic, in stages one after the other. */
public sealed interface Load {
  /** Time the stages take together: the measured window. */
  Duration length();

  /** Open model: requests arrive at a rate, whatever the target does. */
  record Open(List<ArrivalStage> stages) implements Load {
    public Open {
      stages = List.copyOf(stages);
      if (stages.isEmpty()) {
        throw new IllegalArgumentException("a load needs at least one stage");
      }
    }

    @Override
    public Duration length() {
      return stages.stream().map(ArrivalStage::length).reduce(Duration.ZERO, Duration::plus);
    }
  }

  /** Closed model: a number of users, each of whom waits for its answer. */
  record Closed(List<UserStage> stages) implements Load {
    public Closed {
      stages = List.copyOf(stages);
      if (stages.isEmpty()) {
        throw new IllegalArgumentException("a load needs at least one stage");
      }
    }

    @Override
    public Duration length() {
      return stages.stream().map(UserStage::length).reduce(Duration.ZERO, Duration::plus);
    }
  }

  /** One stage of the open model. */
  sealed interface ArrivalStage {
    Duration length();

    Arrivals arrivals();

    /** Rate at the stage's start: what a warm-up offers. */
    Rate startRate();

    /** {@code hold 500/s for 1m}. */
    record Hold(Rate rate, Duration length, Arrivals arrivals) implements ArrivalStage {
      @Override
      public Rate startRate() {
        return rate;
      }
    }

    /** {@code ramp from 10/s to 500/s over 10s}: the rate changes linearly. */
    record Ramp(Rate from, Rate to, Duration length, Arrivals arrivals) implements ArrivalStage {
      @Override
      public Rate startRate() {
        return from;
      }
    }

    /**
     * {@code sine 100/s..500/s period 1m for 10m}: rate(t) = mean − amplitude · cos(2π t / period),
     * beginning at the low point.
     */
    record Sine(Rate low, Rate high, Duration period, Duration length, Arrivals arrivals)
        implements ArrivalStage {
      @Override
      public Rate startRate() {
        return low;
      }
    }

    /**
     * {@code replay access.csv at 2x for 5m}: arrivals at recorded times, each with its own task.
     *
     * @param milliSpeed thousandths of the recording's speed: 2000 is twice as fast
     * @param length arrivals later than this, at that speed, are left out
     */
    record Replay(ReplayFile file, long milliSpeed, Duration length) implements ArrivalStage {
      /** From a thousandth to a million times. */
      static final long MAX_MILLI_SPEED = 1_000_000_000;

      public Replay {
        if (milliSpeed < 1 || milliSpeed > MAX_MILLI_SPEED) {
          throw new IllegalArgumentException(
              "speed is " + milliSpeed + "/1000; must be within 0.001x..1000000x");
        }
      }

      @Override
      public Arrivals arrivals() {
        return Arrivals.CONSTANT;
      }

      /** A warm-up offers nothing: what was recorded comes once. */
      @Override
      public Rate startRate() {
        return Rate.ZERO;
      }
    }
  }

  /** One stage of the closed model. */
  sealed interface UserStage {
    Duration length();

    /** Users at the stage's start. */
    int startUsers();

    /** Users at the stage's end. */
    int endUsers();

    /**
     * {@code hold 100 users for 1m}: that many users; missing ones are started at {@code spawnRate}
     * (zero: all at once), surplus ones end after their iteration.
     */
    record Hold(int users, Rate spawnRate, Duration length) implements UserStage {
      @Override
      public int startUsers() {
        return users;
      }

      @Override
      public int endUsers() {
        return users;
      }
    }

    /** {@code ramp from 0 to 100 users over 10s}: one user more (or less) at even distances. */
    record Ramp(int from, int to, Duration length) implements UserStage {
      @Override
      public int startUsers() {
        return from;
      }

      @Override
      public int endUsers() {
        return to;
      }
    }
  }

  /** How arrivals are spread around their rate. */
  enum Arrivals {
    /** At even distances. */
    CONSTANT,
    /** A Poisson process: independent, exponential distances. */
    POISSON
  }
}
