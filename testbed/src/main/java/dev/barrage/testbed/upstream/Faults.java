package dev.barrage.testbed.upstream;

import dev.barrage.testbed.limit.Limit;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the upstream does wrong, until told otherwise. An absent part is a fault that does not
 * happen.
 *
 * <pre>{@code
 * upstream.inject(Faults.NONE.withStall(Duration.ofSeconds(1)));
 * upstream.inject(Faults.NONE.withFail(0.1, 503).onPaths(List.of("/api/")));
 * }</pre>
 *
 * <p>A request meets them in this order: rate limit, reset, half-close without an answer,
 * malformed, fail; whatever is answered then waits for {@code slow} and {@code stall}. Shares are
 * exact: of n requests, floor(n × share) are hit, evenly spread.
 *
 * @param paths prefixes of the paths hit; empty for all
 */
public record Faults(
    @Nullable Stall stall,
    @Nullable Slow slow,
    @Nullable Fail fail,
    @Nullable Reset reset,
    @Nullable Malformed malformed,
    @Nullable RateLimit rateLimit,
    @Nullable HalfClose halfClose,
    List<String> paths) {

  /** Nothing goes wrong. */
  public static final Faults NONE = new Faults(null, null, null, null, null, null, null, List.of());

  public Faults {
    paths = List.copyOf(paths);
  }

  /**
   * Every answer due between {@code after} from now and {@code length} later is held until then.
   */
  public record Stall(Duration length, Duration after) {
    public Stall {
      requirePositive("stall", length);
      requireNotNegative("stall after", after);
    }
  }

  /** Every answer comes later by this much. */
  public record Slow(Duration by) {
    public Slow {
      requirePositive("slow", by);
    }
  }

  /** A share of requests gets an error status. */
  public record Fail(double share, int status) {
    public Fail {
      requireShare(share);
      if (status < 200 || status > 599) {
        throw new IllegalArgumentException("status is " + status + "; must be 200 to 599");
      }
    }
  }

  /** A share of requests gets a TCP reset. */
  public record Reset(double share) {
    public Reset {
      requireShare(share);
    }
  }

  /** A share of requests gets bytes that break HTTP. */
  public record Malformed(double share, MalformedAnswer kind) {
    public Malformed {
      requireShare(share);
    }
  }

  /**
   * Requests beyond the limit get 429; every answer tells the state in {@code X-RateLimit-*}.
   *
   * @param perClient a limit for each client (its X-Client-Id, X-Api-Key, Authorization or address)
   *     instead of one for all
   */
  public record RateLimit(Limit limit, boolean perClient) {}

  /**
   * A share of requests has the sending side closed.
   *
   * @param answered after a complete answer; otherwise instead of one
   */
  public record HalfClose(double share, boolean answered) {
    public HalfClose {
      requireShare(share);
    }
  }

  /** These faults and a stall that begins at once. */
  public Faults withStall(Duration length) {
    Stall added = new Stall(length, Duration.ZERO);
    return new Faults(added, slow, fail, reset, malformed, rateLimit, halfClose, paths);
  }

  /** These faults and answers slowed down. */
  public Faults withSlow(Duration by) {
    Slow added = new Slow(by);
    return new Faults(stall, added, fail, reset, malformed, rateLimit, halfClose, paths);
  }

  /** These faults and a share of error answers. */
  public Faults withFail(double share, int status) {
    Fail added = new Fail(share, status);
    return new Faults(stall, slow, added, reset, malformed, rateLimit, halfClose, paths);
  }

  /** These faults and a share of resets. */
  public Faults withReset(double share) {
    Reset added = new Reset(share);
    return new Faults(stall, slow, fail, added, malformed, rateLimit, halfClose, paths);
  }

  /** These faults and a share of malformed answers. */
  public Faults withMalformed(double share, MalformedAnswer kind) {
    Malformed added = new Malformed(share, kind);
    return new Faults(stall, slow, fail, reset, added, rateLimit, halfClose, paths);
  }

  /** These faults and a rate limit. */
  public Faults withRateLimit(Limit limit, boolean perClient) {
    RateLimit added = new RateLimit(limit, perClient);
    return new Faults(stall, slow, fail, reset, malformed, added, halfClose, paths);
  }

  /** These faults and a share of half-closed connections. */
  public Faults withHalfClose(double share, boolean answered) {
    HalfClose added = new HalfClose(share, answered);
    return new Faults(stall, slow, fail, reset, malformed, rateLimit, added, paths);
  }

  /** These faults on paths with one of these prefixes only. */
  public Faults onPaths(List<String> prefixes) {
    return new Faults(stall, slow, fail, reset, malformed, rateLimit, halfClose, prefixes);
  }

  boolean cover(String path) {
    return paths.isEmpty() || paths.stream().anyMatch(path::startsWith);
  }

  private static void requireShare(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share is " + share + "; must be 0 to 1");
    }
  }

  private static void requirePositive(String what, Duration duration) {
    if (duration.isZero() || duration.isNegative() || duration.toHours() > 24) {
      throw new IllegalArgumentException(what + " must be more than 0 ms and at most 24 h");
    }
  }

  private static void requireNotNegative(String what, Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(what + " must not be negative");
    }
  }
}
