package dev.barrage.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class CapacityReportTest {
  private static final String SEARCH =
      """
      {"name": "localhost", "started_at": "2026-01-15T10:00:00Z", "sentence": "Capacity: 100/s.",
       "probes": [
         {"offered_per_s": 100, "throughput_per_s": 100, "p50_us": 700, "p99_us": 5000,
          "answer": "HOLDS", "reasons": []},
         {"offered_per_s": 200, "throughput_per_s": 150, "p50_us": 900, "p99_us": 90000,
          "answer": "FAILS", "reasons": ["p99 is 90 ms", "150/s were answered"]},
         {"offered_per_s": 150, "throughput_per_s": 140, "p50_us": 900, "p99_us": 9000,
          "answer": "GENERATOR", "reasons": ["<late>"]}]}
      """;

  @Test
  void tellsOfEachRateInOneColumnWhatCameOfIt() {
    String page = CapacityReport.page((ObjectNode) JsonMapper.shared().readTree(SEARCH));

    assertThat(page)
        .contains("<td>holds</td>")
        .contains("<td>does not hold: p99 is 90 ms; 150/s were answered</td>")
        .contains("<td>generator not fit: &lt;late&gt;</td>");
  }
}
