package dev.barrage.plan;

import java.util.List;
import java.util.Optional;

/**
 * What is looked at besides latency and outcome of the requests.
 *
 * @param monitors what watches the target meanwhile; names are distinct
 * @param rateLimit the rate limit that is looked at; empty: none
 * @param upstreamHeader the header field that marks answers of the upstream; empty: nothing tells
 *     them from the target's own
 * @param diagnostics what is told of single requests and kinds of answers
 */
public record Observation(
    List<Monitor> monitors,
    Optional<RateLimit> rateLimit,
    Optional<String> upstreamHeader,
    Diagnostics diagnostics) {
  public static final Observation NONE =
      new Observation(List.of(), Optional.empty(), Optional.empty(), Diagnostics.NONE);

  public Observation {
    monitors = List.copyOf(monitors);
  }
}
