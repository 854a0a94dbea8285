package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the real sample gateway uses, held against objectives both ways. */
class MonitorObjectivesTest {
  private static final String PLAN =
      """
      target: %s
      users: {u: {tasks: [{get: /api/hello}]}}
      load: hold 40/s for 2s
      monitors:
        gateway: {process: pid %d, every: 200ms}
      """;

  @TempDir Path folder;

  private BarrageProcess run(String... objectives) throws Exception {
    String text = PLAN.formatted(SharedTestbed.get().gateway(), SharedTestbed.get().gatewayPid());
    Path plan = Files.writeString(folder.resolve("p.yaml"), text + Plans.PATIENT);
    String[] args = {"run", plan.toString(), "-o", "r"};
    String[] all = java.util.Arrays.copyOf(args, args.length + objectives.length);
    for (int i = 0; i < objectives.length; i++) {
      all[args.length + i] = "--objective=" + objectives[i];
    }
    return BarrageProcess.run(folder, all);
  }

  private static Map<String, String> verdicts(BarrageProcess run) throws Exception {
    Map<String, String> verdicts = new HashMap<>();
    for (JsonNode one : run.record("r").path("objectives")) {
      verdicts.put(one.path("text").asString(), one.path("verdict").asString());
    }
    return verdicts;
  }

  private static String words(BarrageProcess run) throws Exception {
    return run.out().replaceAll("\\s+", " ");
  }

  @Test
  void passWhereItUsesLess() throws Exception {
    BarrageProcess run = run("gateway cpu < 100.1%", "gateway rss < 4GB");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(verdicts(run)).hasSize(2).containsValue("PASS").doesNotContainValue("FAIL");
  }

  @Test
  void failWhereItUsesMoreAndSayHowMuch() throws Exception {
    BarrageProcess run = run("gateway cpu < 0.001%", "gateway rss < 1MB", "gateway threads <= 1");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(verdicts(run)).hasSize(3).containsValue("FAIL").doesNotContainValue("PASS");
    assertThat(words(run)).containsPattern("gateway rss is [1-9][0-9.]* MB; must be < 1 MB");
  }

  @Test
  void stayOpenWhereTheRunIsTooShortAndSayHowLongWouldDo() throws Exception {
    BarrageProcess run = run("gateway rss slope < 1000 GB/min");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
    assertThat(words(run)).containsPattern("measure for (about|at least) 60 s;");
    assertThat(run.record("r").at("/objectives/0/wanted_s").asDouble()).isEqualTo(60);
  }
}
