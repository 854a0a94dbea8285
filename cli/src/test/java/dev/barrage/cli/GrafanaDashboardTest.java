package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.testkit.RealServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard of {@code docs/} against a real Prometheus that scraped a real run. */
@Timeout(120)
class GrafanaDashboardTest {
  @TempDir Path folder;

  private static String asGrafanaSends(String expression) {
    return expression
        .replace("$__rate_interval", "5s")
        .replace("$instance", ".*")
        .replace("$request", ".*");
  }

  @Test
  void everyPanelsQueriesReturnData() throws Exception {
    JsonNode dashboard =
        JsonMapper.shared()
            .readTree(Files.readString(BarrageProcess.HOME.resolve("docs/grafana-dashboard.json")));
    int port = RealServer.freePort();
    try (PrometheusProcess prometheus = PrometheusProcess.scraping(port, folder);
        Target target = new Target()) {
      Path plan =
          Files.writeString(
              folder.resolve("run.yaml"),
              "target: %s\nusers: {u: {tasks: [{get: /a}, {get: /b}]}}\nload: hold 50/s for 5s\n"
                      .formatted(target.url())
                  + "objectives: [p99 <= 10s, error rate < 1%]\n"
                  + Plans.PATIENT);
      BarrageProcess run =
          BarrageProcess.run(
              folder,
              "run",
              plan.toString(),
              "--prometheus",
              Integer.toString(port),
              "--linger",
              "20s",
              "-o",
              "r");
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.err()).contains("metrics at http://127.0.0.1:" + port + "/metrics");

      assertThat(without(dashboard, prometheus)).as("queries without data").isEmpty();
      JsonNode counts = run.record("r").path("counts");
      assertThat(value(prometheus, "max_over_time(barrage_requests_started_total[1m])"))
          .isEqualTo(counts.path("started").asDouble());
      assertThat(
              value(prometheus, "sum(max_over_time(barrage_requests_total{outcome=\"ok\"}[1m]))"))
          .isEqualTo(counts.path("ok").asDouble());
      assertThat(value(prometheus, "max_over_time(barrage_verdict{verdict=\"PASS\"}[1m])"))
          .isEqualTo(1);
    }
  }

  private static List<String> without(JsonNode dashboard, PrometheusProcess prometheus)
      throws Exception {
    List<String> without = new ArrayList<>();
    int queries = 0;
    for (JsonNode panel : dashboard.path("panels")) {
      assertThat(panel.path("targets")).as(panel.path("title").asString()).isNotEmpty();
      for (JsonNode target : panel.path("targets")) {
        String expression = target.path("expr").asString();
        queries++;
        if (!hasNumbers(prometheus.range(asGrafanaSends(expression)))) {
          without.add(panel.path("title").asString() + ": " + expression);
        }
      }
    }
    assertThat(queries).isGreaterThan(20);
    return without;
  }

  private static boolean hasNumbers(JsonNode series) {
    return StreamSupport.stream(series.spliterator(), false)
        .flatMap(one -> StreamSupport.stream(one.path("values").spliterator(), false))
        .anyMatch(sample -> !sample.get(1).asString().equals("NaN"));
  }

  private static double value(PrometheusProcess prometheus, String expression) throws Exception {
    JsonNode result = prometheus.query(expression);
    assertThat(result).as(expression).hasSize(1);
    return Double.parseDouble(result.get(0).path("value").get(1).asString());
  }
}
