package dev.barrage.plan;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the generator may use at most, and how long it waits.
 *
 * @param connections open connections at once
 * @param maxInFlight requests in flight at once; an arrival beyond it is dropped
 * @param loops its event loops, and how they come by a CPU
 * @param timeouts how long it waits
 * @param headerBytes a response's header block at most
 * @param bodyBytes of a response kept at most for checks and captures
 * @param maxRate requests per second that are sent at most, whatever the load says; empty: as many
 *     as the load asks for
 */
public record Bounds(
    int connections,
    int maxInFlight,
    Loops loops,
    Timeouts timeouts,
    int headerBytes,
    int bodyBytes,
    Optional<Rate> maxRate) {
  public static final Bounds DEFAULT =
      new Bounds(
          10_000, 10_000, Loops.DEFAULT, Timeouts.DEFAULT, 64 << 10, 1 << 20, Optional.empty());

  /**
   * @param threads event loops, a thread each; empty: half of the CPUs, at least one
   * @param stayAwake keep the generator's CPUs from going idle (Linux)
   * @param realTime their threads go before all others of the machine (Linux, {@code SCHED_FIFO})
   */
  public record Loops(OptionalInt threads, boolean stayAwake, boolean realTime) {
    public static final Loops DEFAULT = new Loops(OptionalInt.empty(), false, false);

    public static Loops of(int threads) {
      return DEFAULT.withThreads(threads);
    }

    Loops withThreads(int threads) {
      return new Loops(OptionalInt.of(threads), stayAwake, realTime);
    }

    Loops awake() {
      return new Loops(threads, true, realTime);
    }

    Loops inRealTime() {
      return new Loops(threads, stayAwake, true);
    }
  }

  /**
   * @param request from its dispatch to its last byte
   * @param connect for connecting, TLS included
   * @param drain how long requests may still finish after the last start; empty: the longest
   *     timeout of a request, so that none is cut
   */
  public record Timeouts(Duration request, Duration connect, Optional<Duration> drain) {
    public static final Timeouts DEFAULT =
        new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(5), Optional.empty());

    Timeouts withRequest(Duration request) {
      return new Timeouts(request, connect, drain);
    }

    Timeouts withConnect(Duration connect) {
      return new Timeouts(request, connect, drain);
    }

    Timeouts withDrain(Duration drain) {
      return new Timeouts(request, connect, Optional.of(drain));
    }
  }

  /** The same with other bounds on what is open and in flight at once. */
  public Bounds withAtOnce(int connections, int maxInFlight) {
    return new Bounds(connections, maxInFlight, loops, timeouts, headerBytes, bodyBytes, maxRate);
  }

  /** The same with other event loops. */
  public Bounds with(Loops loops) {
    return new Bounds(connections, maxInFlight, loops, timeouts, headerBytes, bodyBytes, maxRate);
  }

  /** The same with other timeouts. */
  public Bounds with(Timeouts timeouts) {
    return new Bounds(connections, maxInFlight, loops, timeouts, headerBytes, bodyBytes, maxRate);
  }

  /** The same with a ceiling on the rate. */
  public Bounds with(Rate maxRate) {
    return new Bounds(
        connections, maxInFlight, loops, timeouts, headerBytes, bodyBytes, Optional.of(maxRate));
  }
}
