package dev.barrage.testbed.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointsTest extends UpstreamFixture {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET  | /api/hello                    | ''             | 200 | Hello
          HEAD | /api/hello                    | ''             | 200 | ''
          POST | /api/echo                     | any text       | 200 | any text
          GET  | /api/search?q=a%20b&page=2    | ''             | 200 | "q":"a b","page":2
          GET  | /api/search?page=none         | ''             | 400 | page: 'none'
          GET  | /api/users/u%2F7              | ''             | 200 | "id":"u/7"
          POST | /api/login                    | {"name":"a"}   | 401 | wrong password
          POST | /api/login                    | no json        | 400 | not JSON
          GET  | /health                       | ''             | 200 | UP
          GET  | /api/v1/health                | ''             | 200 | UP
          POST | /api/v1/action                | {"do":"it"}    | 200 | "do":"it"
          POST | /api/v1/action                | {"do":         | 400 | not JSON
          POST | /api/v1/action                | [1]            | 400 | object
          GET  | /api/v1/resources             | ''             | 200 | page=2
          GET  | /api/v1/resources?page=50     | ''             | 200 | resource-1000
          GET  | /api/v1/resources?size=101    | ''             | 400 | from 1 to 100
          GET  | /bytes/10                     | ''             | 200 | 0123456789
          GET  | /bytes/0                      | ''             | 200 | ''
          GET  | /bytes/1048577                | ''             | 400 | 1048576
          GET  | /status/503                   | ''             | 503 | Service Unavailable
          POST | /status/201                   | ''             | 201 | 201
          GET  | /status/204                   | ''             | 204 | ''
          GET  | /status/600                   | ''             | 400 | 599
          GET  | /nowhere                      | ''             | 404 | no such path
          POST | /api/hello                    | ''             | 405 | GET, HEAD
          GET  | /delay?dist=gauss             | ''             | 400 | bimodal
          GET  | /delay/x                      | ''             | 400 | number
          """)
  void answersEachEndpoint(String method, String path, String body, int status, String holds)
      throws Exception {
    HttpResponse<String> answer = send(method, path, body);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(holds);
    assertThat(answer.headers().firstValue("X-Upstream")).hasValue("barrage");
  }

  @Test
  void echoesTypeAndBytesOfABodyInChunks() throws Exception {
    try (var client = raw()) {
      String answer =
          client
              .send("POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/x\r\n")
              .send(
                  "Transfer-Encoding: chunked\r\n\r\n"
                      + "3;ext=1\r\n"
                      + "abc\r\n"
                      + "2\r\n"
                      + "de\r\n"
                      + "0\r\n"
                      + "T: 1\r\n\r\n")
              .answer();

      assertThat(answer).contains("Content-Type: text/x").endsWith("\r\n\r\nabcde");
    }
  }

  @Test
  void protectedPathsNeedASessionThatMayWrite() throws Exception {
    String token = token("ann");
    String guest = token("guest-1");

    assertThat(send("POST", "/api/protected", "{}").statusCode()).isEqualTo(401);
    assertThat(send("PUT", "/api/users/1", "{}", "Authorization", "Bearer x.1.y").statusCode())
        .isEqualTo(401);
    assertThat(send("PUT", "/api/users/1", "{}", "Authorization", guest).statusCode())
        .isEqualTo(403);
    assertThat(get("/api/protected", "Authorization", guest).statusCode()).isEqualTo(200);
    assertThat(send("PUT", "/api/users/1", "{\"a\":1}", "Authorization", token).body())
        .contains("\"updated_by\":\"ann\"");
    assertThat(send("POST", "/api/protected", "{}", "Authorization", token).statusCode())
        .isEqualTo(200);
  }

  private String token(String name) throws Exception {
    String body = "{\"name\":\"%s\",\"password\":\"secret\"}".formatted(name);
    HttpResponse<String> login = send("POST", "/api/login", body);
    assertThat(login.statusCode()).isEqualTo(200);
    return "Bearer " + login.body().replaceAll(".*\"token\":\"([^\"]+)\".*", "$1");
  }

  @Test
  void resourcesAreCacheable() throws Exception {
    HttpResponse<String> first = get("/api/v1/resource/7");
    String tag = first.headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> second = get("/api/v1/resource/7", "If-None-Match", "\"old\", " + tag);

    assertThat(first.headers().firstValue("Cache-Control")).hasValue("public, max-age=60");
    assertThat(second.statusCode()).isEqualTo(304);
    assertThat(second.body()).isEmpty();
    assertThat(second.headers().firstValue("ETag")).hasValue(tag);
    assertThat(get("/api/v1/resource/8", "If-None-Match", tag).statusCode()).isEqualTo(200);
  }

  @Test
  void streamsEvents() throws Exception {
    HttpResponse<String> stream = get("/api/v1/events/stream?count=3&interval_ms=1");

    assertThat(stream.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    assertThat(stream.body()).contains("id: 1\n", "id: 3\n").endsWith("data: {\"n\":3}\n\n");
    assertThat(upstream.counts().events()).isEqualTo(3);
    assertThat(get("/api/hello").statusCode()).isEqualTo(200);
  }

  @Test
  void streamsManyEventsWithoutAPause() throws Exception {
    String stream = get("/api/v1/events/stream?count=20000&interval_ms=0").body();

    assertThat(stream.split("\n\n")).hasSize(20_000);
  }

  @Test
  void sendsPayloadsOfAMebibyte() throws Exception {
    assertThat(get("/bytes/1048576").body()).hasSize(1 << 20);
  }

  @Test
  void givesTheDelayItMeasured() throws Exception {
    HttpResponse<String> fixed = get("/delay/30");
    get("/delay?dist=bimodal&low_ms=1&high_ms=2&share=0.5");
    get("/delay?dist=heavy&median_ms=1&cap_ms=5");
    get("/delay?dist=exponential&mean_ms=1");

    long delayUs = fixed.headers().firstValueAsLong("X-Delay-Us").orElseThrow();
    assertThat(delayUs).isGreaterThanOrEqualTo(30_000);
    assertThat(upstream.delaysUs()).hasSize(4).contains(delayUs);
  }

  @Test
  void echoesWebSocketMessages() throws Exception {
    CompletableFuture<String> echoed = new CompletableFuture<>();
    URI uri = URI.create(upstream.uri().toString().replace("http", "ws") + "/ws");
    WebSocket socket =
        CLIENT
            .newWebSocketBuilder()
            .buildAsync(
                uri,
                new WebSocket.Listener() {
                  @Override
                  public CompletionStage<?> onText(WebSocket ws, CharSequence data, boolean last) {
                    echoed.complete(data.toString());
                    return null;
                  }
                })
            .get(10, TimeUnit.SECONDS);
    socket.sendText("over and out", true).get(10, TimeUnit.SECONDS);

    assertThat(echoed.get(10, TimeUnit.SECONDS)).isEqualTo("over and out");
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(10, TimeUnit.SECONDS);
    assertThat(upstream.counts().webSocketMessages()).isEqualTo(1);
    assertThat(upstream.counts().received("/ws")).isEqualTo(1);
    assertThat(get("/ws").statusCode()).isEqualTo(426);
  }

  @Test
  void redirectsAsOftenAsAsked() throws Exception {
    HttpResponse<String> first = get("/redirect/2?status=307");
    assertThat(first.statusCode()).isEqualTo(307);
    assertThat(first.headers().firstValue("Location")).contains("1?status=307");
    assertThat(get("/redirect/0").body()).isEqualTo("{\"redirected\":true}");
    assertThat(get("/redirect/1?status=304").statusCode()).isEqualTo(400);
    assertThat(get("/redirect/101").statusCode()).isEqualTo(400);
  }

  @Test
  void showsItsMetrics() throws Exception {
    get("/api/users/1");
    get("/api/users/2");
    get("/status/503");

    assertThat(get("/metrics").body())
        .contains(
            "upstream_requests_total{path=\"/api/users/{id}\",status=\"200\"} 2\n",
            "upstream_requests_total{path=\"/status/{code}\",status=\"503\"} 1\n",
            "upstream_requests_in_flight 1\n",
            "upstream_connections_open");
  }
}
