package dev.barrage.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The rate limit that a plan looks at: what it should admit, and of whom.
 *
 * @param admits requests per window and client, as configured; empty: not known, only observed
 * @param window length of the limiter's window
 * @param per whom it counts apart
 * @param tolerance share by which the admitted rate may differ before the run fails
 * @param requests names of the requests it applies to; empty: all that expect status 429
 */
public record RateLimit(
    OptionalLong admits, Duration window, Per per, double tolerance, List<String> requests) {
  public static final double TOLERANCE = 0.05;

  /** Whom a limiter counts apart. */
  public enum Per {
    /** Everybody together. */
    TARGET,
    /** Each user, or each client address where the plan presents some. */
    CLIENT
  }

  public RateLimit {
    requests = List.copyOf(requests);
    if (window.isZero() || window.isNegative()) {
      throw new IllegalArgumentException("window is " + window + "; must be more than 0");
    }
  }

  /** Whether a request is under this limit. */
  public boolean isOf(Request request) {
    return requests.isEmpty() ? expectsRefusal(request) : requests.contains(request.name());
  }

  private static boolean expectsRefusal(Request request) {
    return request.checks().stream()
        .anyMatch(check ->
            check instanceof Check.Status status
                && status.allowed().stream()
                    .anyMatch(range -> range.first() <= 429 && range.last() >= 429));
  }

  /** Admitted requests per second and client, where that is known. */
  public Optional<Double> perSecond() {
    return admits.isPresent()
        ? Optional.of(admits.getAsLong() * 1e9 / window.toNanos())
        : Optional.empty();
  }
}
