package dev.barrage.cli;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A small site on loopback: {@code POST /login} gives a token and a cookie, {@code /me} wants the
 * token, {@code /moved} leads to {@code /x} and {@code /far} elsewhere, {@code /status/N} answers
 * N, {@code /bytes} is not text, all else is {@code {"ok":true}}.
 */
final class Site implements AutoCloseable {
  static final String TOKEN = "t0k-En/+12345";

  /** What came: {@code GET /path?query}, fields in lower case, body. */
  record Received(String line, Headers fields, String body) {
    String field(String name) {
      return String.valueOf(fields.getFirst(name));
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Received> received = new ConcurrentLinkedQueue<>();

  Site() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 100);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Received> received() {
    return List.copyOf(received);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    received.add(
        new Received(
            exchange.getRequestMethod() + " " + exchange.getRequestURI(),
            exchange.getRequestHeaders(),
            body));
    Headers fields = exchange.getResponseHeaders();
    fields.set("Content-Type", "application/json");
    if (path.equals("/login")) {
      fields.add("Set-Cookie", "SID=s3cr3t-cookie; Path=/");
      send(exchange, 200, "{ \"token\" : \"" + TOKEN + "\", \"expires\": 60 }");
    } else if (path.equals("/me")) {
      String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      boolean known = given.equals("Bearer " + TOKEN);
      send(exchange, known ? 200 : 401, known ? "{\"name\":\"ann\"}" : "{\"error\":\"who\"}");
    } else if (path.startsWith("/status/")) {
      send(exchange, Integer.parseInt(path.substring(8)), "{}");
    } else if (path.equals("/moved") || path.equals("/far")) {
      fields.set("Location", path.equals("/far") ? "http://far.example/x" : "x?api_key=k3y99");
      send(exchange, 302, "");
    } else if (path.equals("/bytes")) {
      send(exchange, 200, "\0\1\2");
    } else if (path.equals("/escape")) {
      send(exchange, 200, "a\033[2Jb");
    } else {
      send(exchange, 200, "{\"ok\":true}");
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    boolean head = exchange.getRequestMethod().toLowerCase(Locale.ROOT).equals("head");
    exchange.sendResponseHeaders(status, head || status == 204 ? -1 : bytes.length);
    if (!head && status != 204) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
