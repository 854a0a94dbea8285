package dev.barrage.bench.figure;

import dev.barrage.bench.machine.Bench;
import dev.barrage.bench.server.Nginx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * 100,000 users of the closed model that wait 1 to 3 s and hold two captured values each, over a
 * shared pool of connections: memory, and whether they are on time.
 */
final class Crowd implements Figure {
  private static final double GOAL_MIB = 256;
  private static final double LAG_LIMIT_US = 10_000;
  private static final double LEAST_SHARE = 0.99;
  private static final double MEAN_WAIT_S = 2;

  private static final String PLAN =
      """
      target:
        url: URL
        connections: shared
      users:
        visitor:
          wait: 1s..3s
          start:
            - get: /token
              capture: {session: header X-Session, token: json $.token}
          tasks:
            - get: /token
              headers: {X-Session: "${session}", X-Token: "${token}"}
              capture:
                session: header X-Session
                token: json $.token
      load:
        - ramp to USERS users over RAMP
        - hold HOLD
      bounds:
        connections: 15000
        max in flight: 100000
        threads: 1
      """;

  @Override
  public String name() {
    return "crowd";
  }

  @Override
  public List<Finding> measure(Bench bench, Size size) throws IOException, InterruptedException {
    int users = size.pick(20_000, 100_000);
    int rampS = size.pick(5, 30);
    int holdS = size.pick(6, 40);
    try (Nginx nginx = Nginx.start(bench)) {
      Path plan = Files.createTempDirectory(bench.scratch(), "crowd").resolve("crowd.yaml");
      Files.writeString(
          plan,
          PLAN.replace("URL", nginx.url(""))
              .replace("USERS", "" + users)
              .replace("RAMP", rampS + "s")
              .replace("HOLD", holdS + "s"));
      BarrageRun run = BarrageRun.of(bench, plan.toString());
      return List.of(memory(run, users), onTime(run, users, rampS, holdS));
    }
  }

  private static Finding memory(BarrageRun run, int users) throws IOException {
    double mib = run.peakMemoryBytes() / 1048576.0;
    return new Finding(
        "memory of %,d waiting users".formatted(users),
        String.format(
            Locale.ROOT,
            "%.0f MiB resident at most, %.0f connections",
            mib,
            run.number("/connections/peak")),
        "<= 256 MB",
        mib <= GOAL_MIB,
        Map.of("peak_memory_bytes", run.peakMemoryBytes()));
  }

  /** During the hold each user asks once per wait and answer; the edges of it are left out. */
  private static Finding onTime(BarrageRun run, int users, int rampS, int holdS)
      throws IOException {
    double started = 0;
    int rows = 0;
    for (var row : run.json().at("/timeline")) {
      double t = row.path("t_s").asDouble();
      if (t >= rampS + 3 && t < rampS + holdS - 1) {
        started += row.path("started").asDouble();
        rows++;
      }
    }
    double perS = started / Math.max(1, rows);
    double expected = users / (MEAN_WAIT_S + run.number("/latency_us/mean") / 1e6);
    double lag = run.number("/send_lag_us/p99");
    boolean unfailed = run.number("/counts/failed") == 0;
    Map<String, Object> raw = new LinkedHashMap<>();
    raw.put("requests_per_s", perS);
    raw.put("expected_per_s", expected);
    raw.put("send_lag_p99_us", lag);
    raw.put("failed", run.number("/counts/failed"));
    raw.put("verdict", run.verdict());
    raw.put("latency_p99_us", run.number("/latency_us/p99"));
    raw.put("latency_mean_us", run.number("/latency_us/mean"));
    return new Finding(
        "%,d waiting users are on time".formatted(users),
        String.format(
            Locale.ROOT,
            "%,.0f requests/s of %,.0f expected, send lag p99 %.2f ms, verdict %s",
            perS,
            expected,
            lag / 1000,
            run.verdict()),
        "send lag p99 <= 10 ms, throughput >= 99% of what the waits ask for",
        lag <= LAG_LIMIT_US && perS >= LEAST_SHARE * expected && unfailed,
        raw);
  }
}
