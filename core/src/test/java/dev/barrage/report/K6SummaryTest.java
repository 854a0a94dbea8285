package dev.barrage.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class K6SummaryTest {
  @TempDir Path directory;

  private JsonNode metrics(String sample) throws Exception {
    StoredRun run = FormatsTest.stored(sample, directory);
    JsonNode json = RunJson.readTree(FormatsTest.text("k6.json", run));
    assertThat(json.path("root_group").propertyNames()).contains("name", "groups", "checks");
    return json.path("metrics");
  }

  private static Map<String, String> k6() throws Exception {
    Map<String, String> fields = new HashMap<>();
    try (InputStream in = K6SummaryTest.class.getResourceAsStream("k6-fields.txt")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> fields.put(line.split(": ")[0], line.split(": ")[1]));
    }
    return fields;
  }

  @ParameterizedTest
  @ValueSource(strings = {"pass", "warn", "fail", "invalid"})
  void hasOnlyMetricsAndFieldsOfK6(String sample) throws Exception {
    Map<String, String> k6 = k6();
    k6.put("latency", k6.get("http_req_duration")); // a custom trend
    JsonNode metrics = metrics(sample);
    for (String name : metrics.propertyNames()) {
      TreeSet<String> fields = new TreeSet<>(metrics.path(name).propertyNames());
      fields.remove("thresholds");
      assertThat(String.join(" ", fields)).as(name).isEqualTo(k6.get(name.split("\\{")[0]));
    }
    assertThat(metrics.propertyNames())
        .containsAll(
            List.of("http_reqs", "http_req_duration", "http_req_failed", "iterations", "vus"));
  }

  @Test
  void aThresholdIsTrueWhereItWasCrossedAsInK6() throws Exception {
    JsonNode fail = metrics("fail");
    assertThat(fail.path("latency").path("thresholds").path("p(95)<=200").asBoolean()).isTrue();
    JsonNode pass = metrics("pass");
    assertThat(pass.path("latency").path("thresholds").path("p(95)<=200").asBoolean(true))
        .isFalse();
  }

  @Test
  void failuresAreWhatPassesInTheRateOfFailures() throws Exception {
    JsonNode failed = metrics("fail").path("http_req_failed");
    assertThat(failed.path("passes").asLong()).isEqualTo(421);
    assertThat(failed.path("fails").asLong()).isEqualTo(14_579);
  }
}
