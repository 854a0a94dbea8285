package dev.barrage.testbed.gateway;

import dev.barrage.testbed.limit.Decision;
import dev.barrage.testbed.limit.KeyedLimiter;
import dev.barrage.testbed.limit.Limit;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.springframework.cloud.gateway.filter.ratelimit.RateLimiter;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Spring Cloud Gateway's rate limiter, in memory; the bundled one needs Redis.
 *
 * <p>Tells its state in {@code X-RateLimit-Limit}, {@code -Remaining} and {@code -Reset} (seconds
 * from now), and {@code Retry-After} with 429.
 */
final class WindowRateLimiter implements RateLimiter<Limit> {
  private final Limit limit;
  private final KeyedLimiter limiter;

  WindowRateLimiter(Limit limit) {
    this.limit = limit;
    this.limiter = new KeyedLimiter(limit);
  }

  /** The key of a client: its X-Client-Id, else its address. */
  static Mono<String> client(ServerWebExchange exchange) {
    String id = exchange.getRequest().getHeaders().getFirst("X-Client-Id");
    if (id != null && !id.isEmpty()) {
      return Mono.just("id=" + id);
    }
    InetSocketAddress address = exchange.getRequest().getRemoteAddress();
    return Mono.just(address == null ? "unknown" : address.getAddress().getHostAddress());
  }

  @Override
  public Mono<Response> isAllowed(String routeId, String key) {
    Decision decision = limiter.tryAcquire(key, System.nanoTime());
    Map<String, String> headers = new HashMap<>();
    headers.put("X-RateLimit-Limit", Integer.toString(decision.limit()));
    headers.put("X-RateLimit-Remaining", Integer.toString(decision.remaining()));
    headers.put("X-RateLimit-Reset", Long.toString(decision.resetS()));
    if (!decision.allowed()) {
      headers.put("Retry-After", Long.toString(Math.max(1, decision.resetS())));
    }
    return Mono.just(new Response(decision.allowed(), headers));
  }

  @Override
  public Map<String, Limit> getConfig() {
    return Map.of();
  }

  @Override
  public Class<Limit> getConfigClass() {
    return Limit.class;
  }

  @Override
  public Limit newConfig() {
    return limit;
  }
}
