package dev.barrage.bench.figure;

import dev.barrage.bench.machine.Bench;
import dev.barrage.bench.server.TestbedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The testbed's upstream with each of its limiters, offered five times what they admit: what
 * Barrage says was admitted, in all and per second, against the limiter's own count.
 */
final class Limits implements Figure {
  private static final int ADMITS_PER_S = 100;
  private static final int OFFERED_PER_S = 500;
  private static final double ALLOWED = 0.01;

  private static final String PLAN =
      """
      target: URL
      users: {caller: {tasks: [{get: /api/hello, expect: [200, 429]}]}}
      load: hold OFFERED/s for TIMEs
      rate limit: {admits: ADMITS, window: 1s}
      """;

  @Override
  public String name() {
    return "limits";
  }

  @Override
  public List<Finding> measure(Bench bench, Size size) throws IOException, InterruptedException {
    List<Finding> findings = new ArrayList<>();
    try (TestbedProcess testbed = TestbedProcess.start(bench)) {
      for (String limiter : List.of("fixed_window", "sliding_window", "token_bucket")) {
        findings.add(measure(bench, size, testbed, limiter));
      }
    }
    return findings;
  }

  private static Finding measure(Bench bench, Size size, TestbedProcess testbed, String limiter)
      throws IOException, InterruptedException {
    testbed.faults(
        "{\"rate_limit\": {\"limit\": %d, \"window_ms\": 1000, \"algorithm\": \"%s\"}}"
            .formatted(ADMITS_PER_S, limiter));
    testbed.reset();
    String plan =
        PLAN.replace("URL", testbed.upstream())
            .replace("OFFERED", "" + OFFERED_PER_S)
            .replace("TIME", "" + size.pick(5, 30))
            .replace("ADMITS", "" + ADMITS_PER_S);
    Path file = Files.createTempFile(bench.scratch(), limiter, ".yaml");
    String path = Files.writeString(file, plan).toString();
    LimiterWatch watch = new LimiterWatch(testbed, "/api/hello");
    BarrageRun run;
    try (watch) {
      run = BarrageRun.of(bench, path);
    }
    double admitted = run.number("/rate_limit/admitted");
    double perS = run.number("/rate_limit/admitted_per_s");
    double byCount = admitted / watch.admitted() - 1;
    double byRate = perS / watch.admittedPerS(1) - 1;
    Map<String, Object> raw = new LinkedHashMap<>();
    raw.put("limiter_admitted", watch.admitted());
    raw.put("limiter_admitted_per_s", watch.admittedPerS(1));
    raw.put("rate_limit", run.json().path("rate_limit"));
    raw.put("verdict", run.verdict());
    return new Finding(
        "rate limit, " + limiter.replace('_', ' '),
        String.format(
            Locale.ROOT,
            "%.0f admitted of the limiter's own %d (%+.2f%%), %.2f/s of its own %.2f/s (%+.2f%%)",
            admitted,
            watch.admitted(),
            byCount * 100,
            perS,
            watch.admittedPerS(1),
            byRate * 100),
        "both within 1%",
        Math.abs(byCount) <= ALLOWED && Math.abs(byRate) <= ALLOWED,
        raw);
  }
}
