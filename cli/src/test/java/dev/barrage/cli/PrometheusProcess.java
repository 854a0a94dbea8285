package dev.barrage.cli;

import dev.barrage.testkit.RealComponent;
import dev.barrage.testkit.RealServer;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus on loopback that scrapes one address of loopback. */
final class PrometheusProcess implements AutoCloseable {
  private final Process process;
  private final int port;
  private final HttpClient client = HttpClient.newHttpClient();

  private PrometheusProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it, and waits until it tries to scrape. */
  static PrometheusProcess scraping(int target, Path folder) throws IOException {
    String program = RealComponent.require("prometheus").toString();
    Path config =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            """
            global: {scrape_interval: 500ms, scrape_timeout: 500ms}
            scrape_configs:
              - job_name: barrage
                static_configs: [{targets: ["127.0.0.1:%d"]}]
            """
                .formatted(target));
    int port = RealServer.freePort();
    Process process =
        new ProcessBuilder(
                program,
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("tsdb"),
                "--web.listen-address=127.0.0.1:" + port,
                "--log.level=warn")
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    PrometheusProcess prometheus = new PrometheusProcess(process, port);
    Awaitility.await("prometheus scrapes")
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> !prometheus.query("up").isEmpty());
    return prometheus;
  }

  /** The result of an instant query, now. */
  JsonNode query(String expression) throws Exception {
    return get("query?query=" + encoded(expression));
  }

  /** The result of a query each second of the last minute. */
  JsonNode range(String expression) throws Exception {
    long now = Instant.now().getEpochSecond() + 1;
    return get(
        "query_range?query=" + encoded(expression) + "&step=1&start=" + (now - 60) + "&end=" + now);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private JsonNode get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/" + path);
    String body = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    JsonNode answer = JsonMapper.shared().readTree(body);
    if (!answer.path("status").asString().equals("success")) {
      throw new AssertionError(path + ": " + body);
    }
    return answer.path("data").path("result");
  }

  @Override
  public void close() throws InterruptedException {
    client.close();
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
