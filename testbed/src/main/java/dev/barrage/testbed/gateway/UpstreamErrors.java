package dev.barrage.testbed.gateway;

import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/**
 * Says what went wrong behind the gateway, where Spring's own handler would say 500: 504 for a
 * connection that took too long, 502 for one that was refused, broken or made no sense.
 */
final class UpstreamErrors implements WebExceptionHandler, Ordered {

  @Override
  public int getOrder() {
    return -2; // before Spring Boot's, which is -1
  }

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
    HttpStatus status = status(error);
    if (status == null || !exchange.getResponse().setStatusCode(status)) {
      return Mono.error(error);
    }
    return exchange.getResponse().setComplete();
  }

  private static @Nullable HttpStatus status(Throwable error) {
    return switch (error) {
      case ConnectTimeoutException timeout -> HttpStatus.GATEWAY_TIMEOUT;
      case IOException broken -> HttpStatus.BAD_GATEWAY;
      case IllegalArgumentException malformed -> HttpStatus.BAD_GATEWAY;
      default -> null;
    };
  }
}
