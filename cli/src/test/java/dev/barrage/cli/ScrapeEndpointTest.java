package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.barrage.cli.live.ScrapeEndpoint;
import dev.barrage.run.LiveRun;
import dev.barrage.testkit.RealComponent;
import dev.barrage.verdict.Verdict;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page that Prometheus scrapes, over a real socket. */
@Timeout(60)
class ScrapeEndpointTest {
  private static final String TOKEN = "0123456789abcdef";

  private static HttpResponse<String> get(ScrapeEndpoint at, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(at.url()));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString());
    }
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void servesBothTextFormatsOfARunAsItIs() throws Exception {
    try (Target target = new Target();
        ScrapeEndpoint endpoint = ScrapeEndpoint.open("0", Optional.empty())) {
      assertThat(get(endpoint).statusCode()).as("before the run").isEqualTo(200);
      List<LiveRun> told = LiveRuns.of(target, 1, endpoint);
      assertThat(told).extracting(run -> run.numbers().phase()).endsWith("ended");
      assertThat(told.getLast().verdict()).contains(Verdict.PASS);
      assertThat(endpoint.awaitLastScrape(0)).isFalse();

      HttpResponse<String> plain = get(endpoint);
      assertThat(plain.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/plain; version=0.0.4");
      assertThat(plain.body().lines())
          .contains(
              "barrage_requests_started_total 50.0",
              "barrage_planned_rate 0.0",
              "barrage_phase{phase=\"ended\"} 1.0",
              "barrage_verdict{verdict=\"PASS\"} 1.0",
              "barrage_send_lag_seconds_count 50",
              "barrage_objective_met{objective=\"p99 <= 10s\"} 1.0");
      assertThat(plain.body())
          .contains("request=\"a \\\"b\\\" \\\\\\\\ ünï\"")
          .contains("le=\"0.001\"")
          .contains("le=\"60.0\"");
      assertThat(endpoint.awaitLastScrape(0)).isTrue();

      HttpResponse<String> open =
          get(endpoint, "Accept", "application/openmetrics-text;version=1.0.0,*/*;q=0.1");
      assertThat(open.headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/openmetrics-text; version=1.0.0");
      assertThat(open.body()).endsWith("# EOF\n").contains("barrage_requests_started_total 50.0");
      checkedByPrometheus(plain.body());
    }
  }

  private static void checkedByPrometheus(String page) throws Exception {
    Process promtool =
        new ProcessBuilder(RealComponent.require("promtool").toString(), "check", "metrics")
            .redirectErrorStream(true)
            .start();
    promtool.getOutputStream().write(page.getBytes(StandardCharsets.UTF_8));
    promtool.getOutputStream().close();
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(promtool.waitFor()).as(said).isZero();
  }

  @Test
  void countsAgreeInEachBucketAndWithTheOutcomes() throws Exception {
    try (Target target = new Target()) {
      var last = LiveRuns.of(target, 1, run -> {}).getLast().numbers();
      assertThat(last.counts().ok()).isEqualTo(50);
      long byName = 0;
      for (var named : last.requests()) {
        long ended = named.outcomes().values().stream().mapToLong(n -> n).sum();
        assertThat(named.latency().count()).isEqualTo(ended);
        assertThat(named.latency().counts().stream().mapToLong(n -> n).sum()).isEqualTo(ended);
        assertThat(named.latency().sumS()).isPositive();
        byName += ended;
      }
      assertThat(byName).isEqualTo(50);
    }
  }

  @Test
  void whoHasTheTokenReadsAndNobodyElse() throws Exception {
    try (ScrapeEndpoint endpoint = ScrapeEndpoint.open("127.0.0.1:0", Optional.of(TOKEN))) {
      HttpResponse<String> refused = get(endpoint);
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.body()).doesNotContain(TOKEN).doesNotContain("barrage_");
      assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
      assertThat(get(endpoint, "Authorization", "Bearer " + TOKEN + "x").statusCode())
          .isEqualTo(401);
      assertThat(get(endpoint, "Authorization", "Basic %%%").statusCode()).isEqualTo(401);
      assertThat(get(endpoint, "Authorization", basic(TOKEN + ":")).statusCode()).isEqualTo(401);
      assertThat(get(endpoint, "Authorization", "bearer " + TOKEN).statusCode()).isEqualTo(200);
      assertThat(get(endpoint, "Authorization", basic("any:" + TOKEN)).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void answersNothingButReadsOfItsPage() throws Exception {
    try (ScrapeEndpoint endpoint = ScrapeEndpoint.open(":0", Optional.empty())) {
      URI page = URI.create(endpoint.url());
      assertThat(send(HttpRequest.newBuilder(page.resolve("/")).build()).statusCode())
          .isEqualTo(404);
      assertThat(send(HttpRequest.newBuilder(page).POST(BodyPublishers.ofString("x")).build()))
          .extracting(HttpResponse::statusCode)
          .isEqualTo(405);
      HttpResponse<String> head = send(HttpRequest.newBuilder(page).HEAD().build());
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "9464x | \"9464x\" is no address; write PORT or HOST:PORT, e.g. 9464 or 0.0.0.0:9464",
        "99999 | \"99999\" is no address; write PORT or HOST:PORT, e.g. 9464 or 0.0.0.0:9464",
        "http://x:1 | \"http://x:1\" is no address; write PORT or HOST:PORT, e.g. 9464 or"
            + " 0.0.0.0:9464",
        "0.0.0.0:0 | 0.0.0.0:0 is not of loopback: whoever reaches it could read the results; set"
            + " BARRAGE_PROMETHEUS_TOKEN to what scrapers must show as bearer token",
        "[::]:0 | [::]:0 is not of loopback: whoever reaches it could read the results; set"
            + " BARRAGE_PROMETHEUS_TOKEN to what scrapers must show as bearer token"
      })
  void refusesAddressesItMustNotListenAt(String address, String message) {
    assertThatThrownBy(() -> ScrapeEndpoint.open(address, Optional.empty())).hasMessage(message);
  }

  @Test
  void refusesATokenThatCanBeGuessedAndAPortThatIsTaken() throws Exception {
    assertThatThrownBy(() -> ScrapeEndpoint.open("0", Optional.of("short")))
        .hasMessageStartingWith("BARRAGE_PROMETHEUS_TOKEN is too short; at least 16 characters")
        .hasMessageNotContaining("\"short\"");
    try (ScrapeEndpoint endpoint = ScrapeEndpoint.open("0", Optional.empty())) {
      String taken = Integer.toString(URI.create(endpoint.url()).getPort());
      assertThatThrownBy(() -> ScrapeEndpoint.open(taken, Optional.empty()))
          .isInstanceOf(IOException.class);
      CommandLineRun run =
          CommandLineRun.of("run", "http://127.0.0.1:1/", "--prometheus", taken, "--no-record");
      assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(run.err())
          .startsWith("barrage: --prometheus: cannot listen at " + taken + ": ")
          .hasLineCount(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--linger 5s | --linger goes with --prometheus: it waits for the last scrape",
        "--prometheus 0 --linger 2h | --linger: \"2h\" is too long; at most 1h",
        "--otlp localhost:4318 | --otlp: not the URL of a collector; write e.g."
            + " http://localhost:4318, and credentials in OTEL_EXPORTER_OTLP_HEADERS",
        "--otlp http://u:p@h | --otlp: not the URL of a collector; write e.g."
            + " http://localhost:4318, and credentials in OTEL_EXPORTER_OTLP_HEADERS",
        "--prometheus 0.0.0.0:0 | --prometheus: 0.0.0.0:0 is not of loopback: whoever reaches it"
            + " could read the results; set BARRAGE_PROMETHEUS_TOKEN to what scrapers must show as"
            + " bearer token",
      })
  void mistakesEndTheCommandBeforeARequestIsSent(String options, String message) {
    String[] all = ("run http://127.0.0.1:1/ --no-record " + options).split(" ");
    CommandLineRun run = CommandLineRun.of(all);
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).isEqualTo("barrage: " + message + System.lineSeparator());
  }
}
