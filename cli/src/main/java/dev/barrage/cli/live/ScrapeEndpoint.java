package dev.barrage.cli.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.barrage.run.LiveRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of a running generator for Prometheus to scrape, at {@code /metrics}.
 *
 * <p>Beyond loopback it answers only those who know the token, as {@code Authorization: Bearer} or
 * as the password of basic authentication. Scrapes are answered on virtual threads; slow clients
 * are cut after ten seconds. Any thread.
 */
public final class ScrapeEndpoint implements Consumer<LiveRun>, AutoCloseable {
  private static final String PATH = "/metrics";
  private static final int LEAST_TOKEN_CHARS = 16;

  static {
    bound("sun.net.httpserver.maxReqTime", "10");
    bound("sun.net.httpserver.maxRspTime", "10");
    bound("jdk.httpserver.maxConnections", "100");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Optional<String> token;
  private final CountDownLatch lastScrape = new CountDownLatch(1);
  private volatile @Nullable LiveRun newest;

  private ScrapeEndpoint(HttpServer server, Optional<String> token) {
    this.server = server;
    this.token = token;
  }

  private static void bound(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * Starts to listen.
   *
   * @param address {@code PORT} or {@code HOST:PORT}
   * @param token what scrapers must show; needed beyond loopback
   * @throws IllegalArgumentException the address or the token will not do
   * @throws IOException the address is taken, or not this machine's
   */
  public static ScrapeEndpoint open(String address, Optional<String> token) throws IOException {
    InetSocketAddress where = ListenAddress.parse(address);
    if (token.isEmpty() && !where.getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException(
          address
              + " is not of loopback: whoever reaches it could read the results; set"
              + " BARRAGE_PROMETHEUS_TOKEN to what scrapers must show as bearer token");
    }
    if (token.isPresent() && token.get().length() < LEAST_TOKEN_CHARS) {
      throw new IllegalArgumentException(
          "BARRAGE_PROMETHEUS_TOKEN is too short; at least "
              + LEAST_TOKEN_CHARS
              + " characters, e.g. from: openssl rand -hex 16");
    }
    HttpServer server = HttpServer.create(where, 16);
    ScrapeEndpoint endpoint = new ScrapeEndpoint(server, token);
    server.createContext("/", endpoint::answer);
    server.setExecutor(endpoint.threads);
    server.start();
    return endpoint;
  }

  /** Where scrapers find it. */
  public String url() {
    InetSocketAddress at = server.getAddress();
    InetAddress host = at.getAddress();
    String name = host.getHostAddress();
    return "http://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + at.getPort() + PATH;
  }

  @Override
  public void accept(LiveRun run) {
    newest = run;
  }

  /**
   * Waits until somebody has scraped the values of the ended run, at most so long.
   *
   * @return whether somebody has
   */
  public boolean awaitLastScrape(long ns) throws InterruptedException {
    return lastScrape.await(ns, TimeUnit.NANOSECONDS);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!isAllowed(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer, Basic realm=\"barrage\"");
        text(exchange, 401, "the token of BARRAGE_PROMETHEUS_TOKEN is needed\n");
      } else if (!exchange.getRequestURI().getPath().equals(PATH)) {
        text(exchange, 404, "metrics are at " + PATH + "\n");
      } else if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        text(exchange, 405, "only GET\n");
      } else {
        metrics(exchange);
      }
    }
  }

  private void metrics(HttpExchange exchange) throws IOException {
    LiveRun run = newest;
    List<Metric> metrics = run == null ? List.of() : RunMetrics.of(run);
    PrometheusText.Page page =
        PrometheusText.page(metrics, exchange.getRequestHeaders().getFirst("Accept"));
    send(exchange, 200, page.contentType(), page.body());
    if (run != null && run.verdict().isPresent()) {
      lastScrape.countDown();
    }
  }

  private static void text(HttpExchange exchange, int status, String text) throws IOException {
    send(exchange, status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private boolean isAllowed(@Nullable String authorization) {
    if (token.isEmpty()) {
      return true;
    }
    return authorization != null && isEqual(shown(authorization), token.get());
  }

  private static String shown(String authorization) {
    int space = authorization.indexOf(' ');
    String scheme = authorization.substring(0, Math.max(0, space));
    String rest = authorization.substring(space + 1).strip();
    if (scheme.equalsIgnoreCase("Bearer")) {
      return rest;
    }
    return scheme.equalsIgnoreCase("Basic") ? password(rest) : "";
  }

  private static String password(String base64) {
    try {
      String pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
      return pair.substring(pair.indexOf(':') + 1);
    } catch (IllegalArgumentException e) {
      return ""; // no base 64
    }
  }

  /** Takes as long wherever they differ. */
  private static boolean isEqual(String shown, String wanted) {
    return MessageDigest.isEqual(
        shown.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
