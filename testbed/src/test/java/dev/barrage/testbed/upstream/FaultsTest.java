package dev.barrage.testbed.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.testbed.RawClient;
import dev.barrage.testbed.limit.Limit;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FaultsTest extends UpstreamFixture {

  @Test
  void aStallHoldsEveryAnswerUntilItsEnd() throws Exception {
    get("/api/hello");
    upstream.resetCounts();
    upstream.inject(Faults.NONE.withStall(Duration.ofMillis(600)));
    List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      held.add(getLater(i % 2 == 0 ? "/api/hello" : "/delay/5"));
    }
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .until(() -> upstream.counts().inFlight() == 100);
    assertThat(upstream.counts().answered()).isZero();

    for (CompletableFuture<HttpResponse<String>> answer : held) {
      assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
    assertThat(upstream.counts().maxInFlight()).isEqualTo(100);
    assertThat(upstream.counts().inFlight()).isZero();
    assertThat(upstream.delaysUs()).hasSize(100);
    assertThat(get("/api/hello").headers().firstValue("X-Delay-Us")).isEmpty();
  }

  @Test
  void slowDelaysEveryAnswerAndSaysByHowMuch() throws Exception {
    upstream.inject(Faults.NONE.withSlow(Duration.ofMillis(20)));

    HttpResponse<String> slow = get("/api/hello");

    assertThat(slow.headers().firstValueAsLong("X-Delay-Us").orElseThrow())
        .isGreaterThanOrEqualTo(20_000);
  }

  @Test
  void failsExactlyTheShareAskedFor() throws Exception {
    upstream.inject(Faults.NONE.withFail(0.25, 502));
    for (int i = 0; i < 40; i++) {
      get("/api/hello");
    }

    assertThat(upstream.counts().paths().get("/api/hello").statuses())
        .containsEntry(200, 30L)
        .containsEntry(502, 10L);
  }

  @Test
  void resetsTheShareAskedFor() throws Exception {
    upstream.inject(Faults.NONE.withReset(0.5));
    int resets = 0;
    for (int i = 0; i < 10; i++) {
      try (RawClient client = raw()) {
        String closing = "GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        resets += client.send(closing).rest().equals("RESET") ? 1 : 0;
      }
    }

    assertThat(resets).isEqualTo(5);
    assertThat(upstream.counts().resets()).isEqualTo(5);
    assertThat(upstream.counts().received()).isEqualTo(10);
  }

  @ParameterizedTest
  @EnumSource
  void answersMalformedAndCloses(MalformedAnswer kind) throws IOException {
    upstream.inject(Faults.NONE.withMalformed(1, kind));
    try (RawClient client = raw()) {
      String answer = client.send(rawGet("/api/hello")).rest();

      assertThat(answer).hasSize(kind.bytes().length);
      assertThat(upstream.counts().answered()).isEqualTo(1);
    }
  }

  @Test
  void halfClosesAfterAnAnswer() throws IOException {
    upstream.inject(Faults.NONE.withHalfClose(1, true));
    try (RawClient client = raw()) {
      assertThat(client.send(rawGet("/health")).answer()).startsWith("HTTP/1.1 200");
      assertThat(client.in().read()).isEqualTo(-1);
      client.send(rawGet("/health")); // the other direction is open: no reset
      assertThat(upstream.counts().connectionsOpen()).isEqualTo(1);
    }
  }

  @Test
  void halfClosesInsteadOfAnAnswer() throws IOException {
    upstream.inject(Faults.NONE.withHalfClose(1, false));
    try (RawClient client = raw()) {
      assertThat(client.send(rawGet("/health")).rest()).isEmpty();
    }
    assertThat(upstream.counts().unanswered()).isEqualTo(1);
    assertThat(upstream.counts().inFlight()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void limitsTheRate(Limit.Algorithm algorithm) throws Exception {
    Limit limit = new Limit(algorithm, 3, Duration.ofMinutes(1).toNanos());
    upstream.inject(Faults.NONE.withRateLimit(limit, true));

    assertThat(limited("a")).isEqualTo("200 3 2");
    assertThat(limited("a")).isEqualTo("200 3 1");
    assertThat(limited("a")).isEqualTo("200 3 0");
    assertThat(limited("a")).isEqualTo("429 3 0");
    assertThat(limited("b")).isEqualTo("200 3 2");
    HttpResponse<String> refused = get("/health", "X-Client-Id", "a");
    assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow()).isBetween(1L, 60L);
    assertThat(refused.headers().firstValueAsLong("X-RateLimit-Reset").orElseThrow())
        .isBetween(1L, 60L);
  }

  private String limited(String client) throws Exception {
    HttpResponse<String> answer = get("/health", "X-Client-Id", client);
    return answer.statusCode()
        + " "
        + answer.headers().firstValue("X-RateLimit-Limit").orElse("")
        + " "
        + answer.headers().firstValue("X-RateLimit-Remaining").orElse("");
  }

  @Test
  void hitsTheNamedPathsOnly() throws Exception {
    upstream.inject(Faults.NONE.withFail(1, 500).onPaths(List.of("/api/")));

    assertThat(get("/api/hello").statusCode()).isEqualTo(500);
    assertThat(get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void adminSetsAndEndsFaults() throws Exception {
    String faults =
        """
        {"stall": {"for_ms": 1, "after_ms": 60000}, "slow": {"ms": 1},
         "fail": {"share": 1, "status": 502}, "reset": {"share": 0},
         "malformed": {"share": 0, "kind": "chunk_size"},
         "rate_limit": {"limit": 9, "algorithm": "token_bucket", "per": "client"},
         "half_close": {"share": 0, "answered": false}, "paths": ["/api/"]}
        """;

    assertThat(admin("POST", "/faults", faults).statusCode()).isEqualTo(200);
    assertThat(get("/api/hello").statusCode()).isEqualTo(502);
    assertThat(admin("POST", "/faults", "{}").body()).contains("none");
    assertThat(get("/api/hello").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"stal": {}}                              | it takes [fail, half_close
          {"stall": {"for_ms": 0}}                  | more than 0 ms
          {"stall": {}}                             | stall.for_ms must be a number
          {"fail": {"share": 2}}                    | must be 0 to 1
          {"fail": {"status": 99}}                  | must be 200 to 599
          {"fail": {"status": 503.9}}               | fail.status must be a whole number
          {"rate_limit": {"limit": 1e12}}           | rate_limit.limit must be a whole number
          {"half_close": {"answered": "no"}}        | half_close.answered must be true or false
          {"malformed": {"kind": "odd"}}            | status_line, header
          {"rate_limit": {"limit": 0}}              | must be 1 to
          {"rate_limit": {"limit": 1, "per": "x"}}  | must be "client" or "all"
          {"paths": ["api"]}                        | start with '/'
          """)
  void adminSaysWhatIsWrongWithFaults(String faults, String says) throws Exception {
    HttpResponse<String> refused = admin("POST", "/faults", faults);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body().replace("\\\"", "\"")).contains(says);
    assertThat(upstream.faults()).isEqualTo(Faults.NONE);
  }
}
