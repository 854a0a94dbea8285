package dev.barrage.testbed.gateway;

import dev.barrage.testbed.session.SessionTokens;
import java.nio.charset.StandardCharsets;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Lets requests with a session token of the upstream's login pass; answers others with 401. */
final class SessionFilter implements GatewayFilter {
  private static final byte[] REFUSAL =
      "{\"error\":\"a session token is needed; POST /api/login gives one\"}"
          .getBytes(StandardCharsets.UTF_8);

  private final SessionTokens sessions;

  SessionFilter(SessionTokens sessions) {
    this.sessions = sessions;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
    String given = exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
    String cookies = exchange.getRequest().getHeaders().getFirst(HttpHeaders.COOKIE);
    if ((given != null && sessions.fromHeader(given).isPresent())
        || (cookies != null && sessions.fromCookies(cookies).isPresent())) {
      return chain.filter(exchange);
    }
    ServerHttpResponse response = exchange.getResponse();
    response.setStatusCode(HttpStatus.UNAUTHORIZED);
    response.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"testbed\"");
    response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
    DataBuffer body = response.bufferFactory().wrap(REFUSAL);
    return response.writeWith(Mono.just(body));
  }
}
