package dev.barrage.testbed.gateway;

import dev.barrage.testbed.limit.Limit;
import java.net.URI;
import java.time.Duration;

/**
 * How to start a {@link Gateway}.
 *
 * @param port port on loopback; 0 for a free one
 * @param upstream where requests go
 * @param token the upstream's token: the secret that signs session tokens
 * @param connectTimeout for a connection to the upstream; then 504
 * @param responseTimeout for the head of an answer; then 504
 * @param limit of {@code /limited/**}, per client
 * @param breaker of {@code /guarded/**}
 */
public record GatewayOptions(
    int port,
    URI upstream,
    String token,
    Duration connectTimeout,
    Duration responseTimeout,
    Limit limit,
    Breaker breaker) {

  /**
   * When the circuit opens and closes.
   *
   * @param calls window of the last calls, half of which must have failed to open the circuit
   * @param openFor how long it then refuses calls
   * @param trials calls let through afterwards to see whether it may close
   */
  public record Breaker(int calls, Duration openFor, int trials) {}

  /** 1 s to connect, 5 s to answer, 100 requests/s, a circuit of 20 calls that opens for 2 s. */
  public static GatewayOptions of(URI upstream, String token) {
    return new GatewayOptions(
        0,
        upstream,
        token,
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        new Limit(Limit.Algorithm.FIXED_WINDOW, 100, 1_000_000_000),
        new Breaker(20, Duration.ofSeconds(2), 5));
  }

  /** These options on a fixed port; 0 for a free one. */
  public GatewayOptions onPort(int port) {
    return new GatewayOptions(
        port, upstream, token, connectTimeout, responseTimeout, limit, breaker);
  }

  /** These options with another time to answer. */
  public GatewayOptions withResponseTimeout(Duration responseTimeout) {
    return new GatewayOptions(
        port, upstream, token, connectTimeout, responseTimeout, limit, breaker);
  }

  /** These options with another limit. */
  public GatewayOptions withLimit(Limit limit) {
    return new GatewayOptions(
        port, upstream, token, connectTimeout, responseTimeout, limit, breaker);
  }

  /** These options with another circuit breaker. */
  public GatewayOptions withBreaker(Breaker breaker) {
    return new GatewayOptions(
        port, upstream, token, connectTimeout, responseTimeout, limit, breaker);
  }
}
