package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the real sample gateway uses, held against objectives both ways. */
class MonitorObjectivesTest {
  @TempDir Path folder;

  @Test
  void passFailOrStayOpenWithTheLengthThatWouldDo() throws Exception {
    String gateway = SharedTestbed.get().gateway().toString();
    String port = gateway.substring(gateway.lastIndexOf(':') + 1);
    BarrageProcess run =
        BarrageProcess.run(
            folder,
            "run",
            Plans.patient(folder, gateway, "hold 40/s for 3s").toString(),
            "-H",
            gateway + "/api/hello",
            "--monitor=gateway=port " + port,
            "--objective=gateway cpu < 99.9%",
            "--objective=gateway cpu < 0.001%",
            "--objective=gateway rss < 4GB",
            "--objective=gateway rss < 1MB",
            "--objective=gateway rss slope < 100 GB/min",
            "-o",
            "r");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    JsonNode json = run.record("r");
    Map<String, String> verdicts = new HashMap<>();
    json.path("objectives")
        .forEach(one -> verdicts.put(one.path("text").asString(), one.path("verdict").asString()));
    assertThat(verdicts)
        .containsEntry("gateway cpu < 99.9%", "PASS")
        .containsEntry("gateway cpu < 0.001%", "FAIL")
        .containsEntry("gateway rss < 4GB", "PASS")
        .containsEntry("gateway rss < 1MB", "FAIL")
        .containsEntry("gateway rss slope < 100 GB/min", "INCONCLUSIVE");
    assertThat(run.out()).contains("measure for at least 60 s");
    assertThat(json.at("/counts/ok").asInt()).isEqualTo(120);
  }

  @Test
  void aRunTooShortToTellASlopeEndsWithFour() throws Exception {
    BarrageProcess run =
        BarrageProcess.run(
            folder,
            "run",
            Plans.patient(folder, SharedTestbed.get().gateway().toString(), "hold 20/s for 8s")
                .toString(),
            "-H",
            SharedTestbed.get().gateway() + "/api/hello",
            "--monitor=upstream=pid " + SharedTestbed.get().upstreamPid(),
            "--objective=upstream rss slope < 100 GB/min");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
    assertThat(run.out()).contains("too uncertain to decide: measure for about 60 s");
  }
}
