package dev.barrage.testbed.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.testbed.RawClient;
import dev.barrage.testbed.limit.Limit;
import dev.barrage.testbed.upstream.Faults;
import dev.barrage.testbed.upstream.MalformedAnswer;
import dev.barrage.testbed.upstream.Upstream;
import dev.barrage.testbed.upstream.UpstreamOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One gateway for all: a Spring start takes seconds. */
class GatewayTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static Upstream upstream;
  private static Gateway gateway;

  @BeforeAll
  static void start() throws IOException {
    upstream = Upstream.start(UpstreamOptions.DEFAULT);
    gateway =
        Gateway.start(
            GatewayOptions.of(upstream.uri(), upstream.token())
                .withResponseTimeout(Duration.ofMillis(500))
                .withLimit(
                    new Limit(Limit.Algorithm.FIXED_WINDOW, 5, Duration.ofMinutes(5).toNanos()))
                .withBreaker(new GatewayOptions.Breaker(4, Duration.ofMillis(200), 2)));
    // A gateway just started may be slower than its response timeout.
    Awaitility.await().until(() -> get("/api/hello").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    gateway.close();
    upstream.close();
  }

  @BeforeEach
  void clear() {
    upstream.inject(Faults.NONE);
    upstream.resetCounts();
  }

  private static HttpResponse<String> send(
      String method, String path, String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.uri().resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(String path, String... headers) throws Exception {
    return send("GET", path, "", headers);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET  | /api/hello                                   | ''      | 200 | Hello
          POST | /api/echo                                    | a text  | 200 | a text
          GET  | /api/search?q=a%20b&page=2                   | ''      | 200 | "q":"a b","page":2
          GET  | /api/users/7                                 | ''      | 200 | "id":"7"
          GET  | /health                                      | ''      | 200 | UP
          GET  | /api/v1/health                               | ''      | 200 | UP
          GET  | /api/v1/resource/9                           | ''      | 200 | resource-9
          GET  | /api/v1/resources?page=2                     | ''      | 200 | "page":2
          POST | /api/v1/action                               | {"a":1} | 200 | accepted
          GET  | /api/v1/events/stream?count=2&interval_ms=1  | ''      | 200 | id: 2
          GET  | /metrics                                     | ''      | 200 | upstream_requests
          GET  | /bytes/100000                                | ''      | 200 | 0123456789
          GET  | /status/404                                  | ''      | 404 | Not Found
          GET  | /delay/1                                     | ''      | 200 | delayed
          GET  | /delay?dist=fixed&ms=1                       | ''      | 200 | delayed
          """)
  void routesToTheUpstream(String method, String path, String body, int status, String holds)
      throws Exception {
    HttpResponse<String> answer = send(method, path, body, "Content-Type", "application/json");

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(holds);
    assertThat(answer.headers().firstValue("X-Upstream")).hasValue("barrage");
    assertThat(upstream.counts().received()).isEqualTo(1);
  }

  @Test
  void echoesWebSocketMessages() throws Exception {
    CompletableFuture<String> echoed = new CompletableFuture<>();
    URI uri = URI.create(gateway.uri().toString().replace("http", "ws") + "/ws");
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          @Override
          public CompletionStage<?> onText(WebSocket ws, CharSequence data, boolean last) {
            echoed.complete(data.toString());
            return null;
          }
        };
    WebSocket socket =
        CLIENT.newWebSocketBuilder().buildAsync(uri, listener).get(10, TimeUnit.SECONDS);
    socket.sendText("through", true).get(10, TimeUnit.SECONDS);

    assertThat(echoed.get(10, TimeUnit.SECONDS)).isEqualTo("through");
    socket.abort();
  }

  @Test
  void keepsThoseWithoutASessionFromTheUpstream() throws Exception {
    for (String[] header : new String[][] {{}, {"Authorization", "Bearer a.1.b"}}) {
      assertThat(send("POST", "/api/protected", "{}", header).statusCode()).isEqualTo(401);
      assertThat(send("PUT", "/api/users/1", "{}", header).statusCode()).isEqualTo(401);
    }
    assertThat(upstream.counts().received()).isZero();
  }

  @Test
  void letsThoseWithASessionPass() throws Exception {
    String login = send("POST", "/api/login", "{\"name\":\"ann\",\"password\":\"secret\"}").body();
    String token = "Bearer " + login.replaceAll(".*\"token\":\"([^\"]+)\".*", "$1");
    login = send("POST", "/api/login", "{\"name\":\"guest\",\"password\":\"secret\"}").body();
    String guest = "Bearer " + login.replaceAll(".*\"token\":\"([^\"]+)\".*", "$1");

    assertThat(send("POST", "/api/protected", "{}", "Authorization", token).statusCode())
        .isEqualTo(200);
    assertThat(send("PUT", "/api/users/1", "{}", "Authorization", token).statusCode())
        .isEqualTo(200);
    assertThat(send("PUT", "/api/users/1", "{}", "Authorization", guest).statusCode())
        .isEqualTo(403);
  }

  @Test
  void limitsTheRateOfEachClient() throws Exception {
    for (int i = 0; i < 5; i++) {
      HttpResponse<String> allowed = get("/limited/api/hello", "X-Client-Id", "a");
      assertThat(allowed.statusCode()).isEqualTo(200);
      assertThat(allowed.headers().firstValue("X-RateLimit-Remaining")).hasValue("" + (4 - i));
    }
    HttpResponse<String> refused = get("/limited/api/hello", "X-Client-Id", "a");

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("X-RateLimit-Limit")).hasValue("5");
    assertThat(refused.headers().firstValueAsLong("X-RateLimit-Reset").orElseThrow())
        .isBetween(1L, 300L);
    assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow()).isBetween(1L, 300L);
    assertThat(get("/limited/api/hello", "X-Client-Id", "b").statusCode()).isEqualTo(200);
    assertThat(upstream.counts().received()).isEqualTo(6);
  }

  @Test
  void givesUpOnASlowUpstreamWith504() throws Exception {
    assertThat(get("/delay/20000").statusCode()).isEqualTo(504);
    assertThat(get("/api/v1/events/stream?count=3&interval_ms=300").body()).contains("id: 3");
  }

  @Test
  void saysThatTheUpstreamIsBrokenWith502() throws Exception {
    upstream.inject(Faults.NONE.withReset(1));
    assertThat(get("/api/hello").statusCode()).isEqualTo(502);
    upstream.inject(Faults.NONE.withMalformed(1, MalformedAnswer.STATUS_LINE));
    assertThat(get("/api/hello").statusCode()).isEqualTo(502);
  }

  @Test
  void opensTheCircuitAndClosesItAgain() throws Exception {
    upstream.inject(Faults.NONE.withFail(1, 500));
    for (int i = 0; i < 4; i++) {
      assertThat(get("/guarded/api/hello").statusCode()).isEqualTo(503);
    }
    assertThat(upstream.counts().received()).isEqualTo(4);

    HttpResponse<String> refused = get("/guarded/api/hello");

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(refused.body()).contains("try again later");
    assertThat(upstream.counts().received()).isEqualTo(4);

    upstream.inject(Faults.NONE);
    Awaitility.await().until(() -> get("/guarded/api/hello").statusCode() == 200);
    for (int i = 0; i < 10; i++) {
      assertThat(get("/guarded/api/hello").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void showsHealthAndMetrics() throws Exception {
    get("/api/hello");

    assertThat(get("/actuator/health").body()).contains("\"status\":\"UP\"");
    assertThat(get("/actuator/prometheus").body())
        .contains("spring_cloud_gateway_requests_seconds_count", "routeId=\"open\"");
    assertThat(get("/actuator/env").statusCode()).isEqualTo(404);
    assertThat(get("/nowhere").statusCode()).isEqualTo(404);
    assertThat(upstream.counts().received()).isEqualTo(1);
  }

  @Test
  void listensOnLoopbackOnly() throws IOException {
    assertThat(gateway.uri().getHost()).isEqualTo("127.0.0.1");
    try (ServerSocket other = new ServerSocket(gateway.uri().getPort(), 1, loopback(2));
        RawClient client = new RawClient(gateway.uri())) {
      client.send("GET /api/hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(client.rest()).startsWith("HTTP/1.1 200");
      assertThat(other.isBound()).isTrue(); // would be taken by a listener on every address
    }
  }

  private static java.net.InetAddress loopback(int host) {
    return java.net.InetAddress.ofLiteral("127.0.0." + host);
  }
}
