package dev.barrage.testbed.gateway;

import dev.barrage.testbed.session.SessionTokens;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.circuitbreaker.resilience4j.ReactiveResilience4JCircuitBreakerFactory;
import org.springframework.cloud.circuitbreaker.resilience4j.Resilience4JConfigBuilder;
import org.springframework.cloud.client.circuitbreaker.Customizer;
import org.springframework.cloud.gateway.filter.ratelimit.KeyResolver;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.cloud.gateway.support.RouteMetadataUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Routes and their filters. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class GatewayConfiguration {
  private static final String FALLBACK = "/fallback";
  private static final Set<String> FAILURES = Set.of("500", "502", "503", "504");

  /** A route's own response timeout of less than zero means none. */
  private static final int NO_TIMEOUT = -1;

  @Bean
  RouteLocator routes(
      RouteLocatorBuilder builder,
      GatewayOptions options,
      WindowRateLimiter limiter,
      KeyResolver client) {
    String upstream = options.upstream().toString();
    SessionFilter session = new SessionFilter(new SessionTokens(options.token()));
    return builder
        .routes()
        .route(
            "protected",
            r -> r.path("/api/protected").filters(f -> f.filter(session)).uri(upstream))
        .route(
            "users-write",
            r ->
                r.method(HttpMethod.POST, HttpMethod.PUT)
                    .and()
                    .path("/api/users/*")
                    .filters(f -> f.filter(session))
                    .uri(upstream))
        .route(
            "limited",
            r ->
                r.path("/limited/**")
                    .filters(f ->
                        f.requestRateLimiter(c -> c.setRateLimiter(limiter).setKeyResolver(client))
                            .stripPrefix(1))
                    .uri(upstream))
        .route(
            "guarded",
            r ->
                r.path("/guarded/**")
                    .filters(f ->
                        f.circuitBreaker(c ->
                                c.setName("upstream")
                                    .setStatusCodes(FAILURES)
                                    .setFallbackUri("forward:" + FALLBACK))
                            .stripPrefix(1))
                    .uri(upstream))
        .route(
            "streams",
            r ->
                r.path("/api/v1/events/stream", "/ws", "/a2a")
                    .metadata(RouteMetadataUtils.RESPONSE_TIMEOUT_ATTR, NO_TIMEOUT)
                    .uri(upstream))
        .route(
            "agents",
            // The card names the URL that the client asked: this gateway's.
            r ->
                r.path("/.well-known/agent-card.json", "/agents", "/agents/*")
                    .filters(f -> f.preserveHostHeader())
                    .uri(upstream))
        .route(
            "open",
            r ->
                r.path(
                        "/api/**",
                        "/health",
                        "/metrics",
                        "/bytes/*",
                        "/status/*",
                        "/redirect/*",
                        "/delay",
                        "/delay/*")
                    .uri(upstream))
        .build();
  }

  @Bean
  WindowRateLimiter windowRateLimiter(GatewayOptions options) {
    return new WindowRateLimiter(options.limit());
  }

  @Bean
  KeyResolver clientKeyResolver() {
    return WindowRateLimiter::client;
  }

  @Bean
  UpstreamErrors upstreamErrors() {
    return new UpstreamErrors();
  }

  @Bean
  RouterFunction<ServerResponse> fallback(GatewayOptions options) {
    long openForS = Math.max(1, options.breaker().openFor().toSeconds());
    return RouterFunctions.route()
        .path(
            FALLBACK,
            paths ->
                paths.route(
                    all -> true,
                    request ->
                        ServerResponse.status(HttpStatus.SERVICE_UNAVAILABLE)
                            .header("Retry-After", Long.toString(openForS))
                            .contentType(MediaType.APPLICATION_JSON)
                            .bodyValue(Map.of("error", "the upstream fails; try again later"))))
        .build();
  }

  @Bean
  Customizer<ReactiveResilience4JCircuitBreakerFactory> breaker(GatewayOptions options) {
    GatewayOptions.Breaker breaker = options.breaker();
    CircuitBreakerConfig circuit =
        CircuitBreakerConfig.custom()
            .slidingWindowSize(breaker.calls())
            .minimumNumberOfCalls(breaker.calls())
            .failureRateThreshold(50)
            .waitDurationInOpenState(breaker.openFor())
            .permittedNumberOfCallsInHalfOpenState(breaker.trials())
            .build();
    // The route's response timeout comes first; this one only bounds what that does not see.
    Duration bound = options.responseTimeout().plus(options.connectTimeout()).multipliedBy(2);
    TimeLimiterConfig time = TimeLimiterConfig.custom().timeoutDuration(bound).build();
    return factory ->
        factory.configureDefault(id ->
            new Resilience4JConfigBuilder(id)
                .circuitBreakerConfig(circuit)
                .timeLimiterConfig(time)
                .build());
  }
}
