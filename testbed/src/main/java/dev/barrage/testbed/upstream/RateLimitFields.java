package dev.barrage.testbed.upstream;

import dev.barrage.testbed.limit.Decision;

/**
 * How a rate limit shows in an answer: {@code X-RateLimit-Limit}, {@code -Remaining} and {@code
 * -Reset} (seconds from now), and {@code Retry-After} with 429.
 */
final class RateLimitFields {
  private RateLimitFields() {}

  static String of(Decision decision) {
    return "X-RateLimit-Limit: "
        + decision.limit()
        + "\r\nX-RateLimit-Remaining: "
        + decision.remaining()
        + "\r\nX-RateLimit-Reset: "
        + decision.resetS()
        + "\r\n";
  }

  static Response refusal(Decision decision) {
    return Response.error(429, "more than " + decision.limit() + " requests in the window")
        .with("Retry-After: " + Math.max(1, decision.resetS()) + "\r\n");
  }
}
