package dev.barrage.plan;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the generator may use at most, and how long it waits.
 *
 * @param connections open connections at once
 * @param maxInFlight requests in flight at once; an arrival beyond it is dropped
 * @param threads event loops; empty: half of the CPUs, at least one
 * @param timeout per request, from dispatch to last byte
 * @param connectTimeout for connecting, TLS included
 * @param drain how long requests may still finish after the last start; empty: the longest timeout
 *     of a request, so that none is cut
 * @param headerBytes a response's header block at most
 * @param bodyBytes of a response kept at most for checks and captures
 * @param stayAwake keep the generator's CPUs from going idle (Linux)
 * @param maxRate requests per second that are sent at most, whatever the load says; empty: as many
 *     as the load asks for
 */
public record Bounds(
    int connections,
    int maxInFlight,
    OptionalInt threads,
    Duration timeout,
    Duration connectTimeout,
    Optional<Duration> drain,
    int headerBytes,
    int bodyBytes,
    boolean stayAwake,
    Optional<Rate> maxRate) {
  public static final Bounds DEFAULT =
      new Bounds(
          10_000,
          10_000,
          OptionalInt.empty(),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          Optional.empty(),
          64 << 10,
          1 << 20,
          false,
          Optional.empty());

  /** Bounds without a ceiling on the rate. */
  public Bounds(
      int connections,
      int maxInFlight,
      OptionalInt threads,
      Duration timeout,
      Duration connectTimeout,
      Optional<Duration> drain,
      int headerBytes,
      int bodyBytes,
      boolean stayAwake) {
    this(
        connections,
        maxInFlight,
        threads,
        timeout,
        connectTimeout,
        drain,
        headerBytes,
        bodyBytes,
        stayAwake,
        Optional.empty());
  }

  /** Bounds that let CPUs go idle. */
  public Bounds(
      int connections,
      int maxInFlight,
      OptionalInt threads,
      Duration timeout,
      Duration connectTimeout,
      Optional<Duration> drain,
      int headerBytes,
      int bodyBytes) {
    this(
        connections,
        maxInFlight,
        threads,
        timeout,
        connectTimeout,
        drain,
        headerBytes,
        bodyBytes,
        false);
  }
}
