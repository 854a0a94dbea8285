package dev.barrage.testbed.upstream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * The admin port, on loopback only and for holders of the token only.
 *
 * <pre>
 *   GET  /counts      what was received and answered, see {@link Counts}
 *   GET  /in-flight   requests in hand now and at most since the last reset
 *   GET  /delays      percentiles of the delays given on purpose
 *   POST /reset       counts begin anew; faults stay
 *   POST /faults      replaces the faults, see {@link FaultsReader}; {} ends them all
 * </pre>
 */
final class AdminServer implements AutoCloseable {
  private static final int MAX_BODY_BYTES = 64 * 1024;
  private static final double[] PERCENTILES = {50, 75, 90, 95, 99, 99.9, 99.99, 100};

  private final HttpServer server;
  private final byte[] authorization;
  private final Upstream upstream;

  AdminServer(Upstream upstream, int port, String token) throws IOException {
    this.upstream = upstream;
    this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        requireToken(exchange);
        reply(exchange, 200, answer(exchange));
      } catch (RefusedException refused) {
        String message = String.valueOf(refused.getMessage());
        reply(exchange, refused.status(), Map.of("error", message));
      }
    }
  }

  private void requireToken(HttpExchange exchange) {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    byte[] bytes = given == null ? new byte[0] : given.getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(bytes, authorization)) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"testbed admin\"");
      throw new RefusedException(401, "the admin token is needed: Authorization: Bearer …");
    }
  }

  private Map<String, ?> answer(HttpExchange exchange) throws IOException {
    return switch (exchange.getRequestURI().getPath()) {
      case "/counts" -> {
        requireMethod(exchange, "GET");
        yield upstream.counts().toJson();
      }
      case "/in-flight" -> {
        requireMethod(exchange, "GET");
        Counts counts = upstream.counts();
        yield Map.of("in_flight", counts.inFlight(), "max_in_flight", counts.maxInFlight());
      }
      case "/delays" -> {
        requireMethod(exchange, "GET");
        yield delays(upstream.delaysUs());
      }
      case "/reset" -> {
        requireMethod(exchange, "POST");
        upstream.resetCounts();
        yield Map.of("reset", true);
      }
      case "/faults" -> {
        requireMethod(exchange, "POST");
        upstream.inject(FaultsReader.read(body(exchange)));
        yield Map.of("faults", upstream.faults().equals(Faults.NONE) ? "none" : "set");
      }
      default ->
          throw new RefusedException(
              404, "no such path; there are /counts /in-flight /delays /reset /faults");
    };
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      throw new RefusedException(413, "body is longer than " + MAX_BODY_BYTES + " bytes");
    }
    return body;
  }

  private static void requireMethod(HttpExchange exchange, String method) {
    if (!exchange.getRequestMethod().equals(method)) {
      exchange.getResponseHeaders().set("Allow", method);
      throw new RefusedException(405, "method must be " + method);
    }
  }

  private static Map<String, ?> delays(long[] sortedUs) {
    Map<String, Object> delays = new LinkedHashMap<>();
    delays.put("count", sortedUs.length);
    Map<String, Long> percentiles = new LinkedHashMap<>();
    for (double percentile : PERCENTILES) {
      if (sortedUs.length > 0) {
        int rank = (int) Math.ceil(percentile / 100 * sortedUs.length);
        percentiles.put("p" + percentile, sortedUs[Math.max(0, rank - 1)]);
      }
    }
    delays.put("delay_us", percentiles);
    return delays;
  }

  private static void reply(HttpExchange exchange, int status, Map<String, ?> body)
      throws IOException {
    byte[] bytes = Json.write(body).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
