package dev.barrage.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class SuiteTextTest {
  private static final String RUN =
      """
      {"verdict": "INCONCLUSIVE", "ok_per_s": 123456.7,
       "counts": {"planned": 100, "started": 100, "ok": 90, "failed": 10, "dropped": 0},
       "latency_us": {"p50": 123400, "p95": 1234000, "p99": 12340000},
       "reasons": [{"message":
         "p95 degradation is 8% (−4% to 21%); 12 minutes would do: --run-time 12m, or fewer users"}]}
      """;

  @Test
  void fitsEightyColumns() {
    var run = JsonMapper.shared().readTree(RUN);
    Instant at = Instant.parse("2026-01-15T10:00:00Z");
    SuiteRecord suite =
        new SuiteRecord(
            "nightly",
            List.of(
                new SuiteRecord.Part("high-throughput", 1, "01", run),
                new SuiteRecord.Part("a-name-of-more-than-a-column", 12, "02", run)),
            24,
            false,
            "",
            at,
            at);

    String text = SuiteText.summary(suite, Path.of("runs"), false);

    assertThat(text.lines())
        .contains(
            "  INCONCLUSIVE high-throughput    1 123,457/s     10%   123 ms   1.23 s   12.3 s",
            "  minutes would do: --run-time 12m, or fewer users")
        .allMatch(line -> line.length() <= 80);
  }
}
