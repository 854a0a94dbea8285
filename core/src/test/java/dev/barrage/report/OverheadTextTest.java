package dev.barrage.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class OverheadTextTest {
  private static final String OVERHEAD =
      """
      {"verdict": "INVALID", "blocks": 120, "block_s": 2.5,
       "reasons": [{"verdict": "INVALID", "message":
         "the generator sent late: send lag p99 is 39.3 ms, limit 24.1 ms; lower the rate"}],
       "gateway": {"ok": 1234567}, "direct": {"ok": 1234567},
       "cpu_us_per_request": {"value": 123.4, "low": 120.1, "high": 130.2},
       "added": [
         {"percentile": 50, "headline": true, "gateway_us": 700, "direct_us": 500,
          "added_us": 200, "added_low_us": 180, "added_high_us": 220, "ratio": 1.4},
         {"percentile": 99, "headline": true, "gateway_us": 1234567, "direct_us": 500,
          "added_us": 1234067, "added_low_us": -1180000, "added_high_us": 1320000,
          "ratio": 2469.13}]}
      """;

  @Test
  void fitsEightyColumns() {
    String text = OverheadText.of(JsonMapper.shared().readTree(OVERHEAD));

    assertThat(text.lines())
        .contains(
            "  INVALID: the generator sent late: send lag p99 is 39.3 ms, limit 24.1 ms;",
            "  lower the rate")
        .allMatch(line -> line.length() <= 80);
  }
}
