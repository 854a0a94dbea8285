package dev.barrage.testbed.gateway;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * A running Spring Cloud Gateway.
 *
 * <pre>{@code
 * try (Gateway gateway = Gateway.start(GatewayOptions.of(upstream.uri(), upstream.token()))) {
 *   …                                       // requests to gateway.uri()
 * }
 * }</pre>
 */
public final class Gateway implements AutoCloseable {
  private static final String WEBFLUX = "spring.cloud.gateway.server.webflux.";

  private final ConfigurableApplicationContext context;

  private Gateway(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /**
   * Starts one on loopback; it accepts connections when this returns.
   *
   * @throws IOException if it cannot start, such as when the port is taken
   */
  public static Gateway start(GatewayOptions options) throws IOException {
    try {
      return new Gateway(
          new SpringApplicationBuilder(GatewayConfiguration.class)
              .initializers(context -> register((GenericApplicationContext) context, options))
              .properties(properties(options))
              .registerShutdownHook(false)
              .run());
    } catch (RuntimeException e) {
      throw new IOException("the gateway cannot start: " + e.getMessage(), e);
    }
  }

  private static void register(GenericApplicationContext context, GatewayOptions options) {
    context.registerBean(GatewayOptions.class, () -> options);
  }

  private static Map<String, Object> properties(GatewayOptions options) {
    Map<String, Object> properties = new TreeMap<>();
    properties.put("server.address", "127.0.0.1");
    properties.put("server.port", options.port());
    properties.put("spring.main.banner-mode", "off");
    properties.put("spring.main.web-application-type", "reactive");
    properties.put("spring.main.lazy-initialization", true);
    properties.put("spring.reactor.netty.shutdown-quiet-period", "0s");
    // Not graceful: a stream may be open for ever.
    properties.put("server.shutdown", "immediate");
    properties.put("logging.level.root", "WARN");
    // Failing upstreams are this gateway's daily bread, not worth a stack trace each.
    properties.put("logging.level.org.springframework.boot.webflux.autoconfigure.error", "OFF");
    properties.put("logging.level.reactor.netty", "ERROR");
    properties.put(WEBFLUX + "httpclient.connect-timeout", options.connectTimeout().toMillis());
    properties.put(
        WEBFLUX + "httpclient.response-timeout", options.responseTimeout().toMillis() + "ms");
    properties.put(WEBFLUX + "metrics.enabled", true);
    properties.put("management.endpoints.web.exposure.include", "health,prometheus");
    return properties;
  }

  /** Base URI, such as {@code http://127.0.0.1:40003}. */
  public URI uri() {
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Closes the listener and every connection. */
  @Override
  public void close() {
    context.close();
  }
}
