package dev.barrage.bench.figure;

import dev.barrage.bench.machine.Bench;
import dev.barrage.bench.machine.Launch;
import dev.barrage.bench.server.TestbedProcess;
import dev.barrage.bench.server.TruthServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Servers that recover at a known moment: one that a spike made slow, one that a spike made silent,
 * and a fixed window that is used up and begins anew.
 */
final class Recovery implements Figure {
  private static final double ALLOWED_S = 0.2;
  private static final int BASE_PER_S = 200;
  private static final int WARM_UP_S = 3;

  /** From the first planned arrival to the spike's begin; the warm-up offers the same rate. */
  private static final int BEFORE_S = WARM_UP_S + 5;

  private static final int SPIKE_S = 2;
  private static final long S_NS = 1_000_000_000L;

  private static final String SPIKE =
      """
      target: URL
      users: {caller: {tasks: [{get: /}]}}
      load: [hold 200/s for 5s, spike from 200/s to 600/s for 2s, hold 200/s for AFTERs]
      objectives: [recovery < 5s]
      """;

  private static final String LIMITED =
      """
      target: URL
      users: {caller: {tasks: [{get: /api/hello, expect: [200, 429]}]}}
      load: hold 100/s for TIMEs
      rate limit: {admits: 50, window: 3s}
      """;

  @Override
  public String name() {
    return "recovery";
  }

  @Override
  public List<Finding> measure(Bench bench, Size size) throws IOException, InterruptedException {
    List<Double> moments = size == Size.QUICK ? List.of(1.0) : List.of(0.5, 2.0, 4.0);
    List<Finding> findings = new ArrayList<>(List.of(window(bench, size)));
    Launch.tieSelf(bench.serverCpu());
    findings.add(spike(bench, "slow", false, moments));
    findings.add(spike(bench, "silent", true, moments));
    return findings;
  }

  private static Finding spike(Bench bench, String what, boolean silent, List<Double> moments)
      throws IOException, InterruptedException {
    boolean met = true;
    List<String> found = new ArrayList<>();
    List<Object> raw = new ArrayList<>();
    for (double moment : moments) {
      try (TruthServer server = new TruthServer(new Hurt(silent, moment))) {
        String plan =
            SPIKE.replace("URL", server.url()).replace("AFTER", "" + (int) Math.ceil(moment + 4));
        BarrageRun run =
            BarrageRun.of(bench, written(bench, plan).toString(), "--warmup", WARM_UP_S + "s");
        double measured = run.json().at("/spike/recovery_s").asDouble(Double.NaN);
        met &= Math.abs(measured - moment) <= ALLOWED_S;
        found.add(String.format(Locale.ROOT, "%.3f s of %.1f", measured, moment));
        raw.add(run.json().path("spike"));
      }
    }
    return new Finding(
        "recovery of a server that is " + what + " after a spike",
        String.join(", ", found),
        "within 0.2 s",
        met,
        Map.of("spikes", raw));
  }

  /**
   * From the spike's begin until a moment after its end answers take 400 ms instead of 50, or do
   * not come before that moment. When the run began is told by the arrivals before the spike, which
   * are even: by that one that was least late.
   */
  private static final class Hurt implements TruthServer.Answering {
    private static final long WELL_NS = 50_000_000L;
    private static final long SLOW_NS = 400_000_000L;

    private final boolean silent;
    private final double momentS;
    private long startNs;

    Hurt(boolean silent, double momentS) {
      this.silent = silent;
      this.momentS = momentS;
    }

    @Override
    public long dueNs(long n, long arrivedNs) {
      if (n < (long) BASE_PER_S * BEFORE_S) {
        long began = arrivedNs - n * S_NS / BASE_PER_S;
        startNs = n == 0 || began - startNs < 0 ? began : startNs;
        return arrivedNs + WELL_NS;
      }
      long wellNs = startNs + (long) ((BEFORE_S + SPIKE_S + momentS) * S_NS);
      if (arrivedNs - wellNs >= 0) {
        return arrivedNs + WELL_NS;
      }
      return silent ? Math.max(arrivedNs + WELL_NS, wellNs) : arrivedNs + SLOW_NS;
    }
  }

  /** After half a second each window is used up; the next one begins 2.5 s later. */
  private static Finding window(Bench bench, Size size) throws IOException, InterruptedException {
    try (TestbedProcess testbed = TestbedProcess.start(bench)) {
      testbed.faults(
          "{\"rate_limit\": {\"limit\": 50, \"window_ms\": 3000, \"algorithm\":"
              + " \"fixed_window\"}}");
      String plan =
          LIMITED.replace("URL", testbed.upstream()).replace("TIME", "" + size.pick(8, 20));
      LimiterWatch watch = new LimiterWatch(testbed, "/api/hello");
      BarrageRun run;
      try (watch) {
        run = BarrageRun.of(bench, written(bench, plan).toString());
      }
      double measuredS = run.number("/rate_limit/recovery_s");
      return new Finding(
          "recovery of a rate limit when its window resets",
          String.format(
              Locale.ROOT,
              "%.3f s of %.2f by the limiter's own count",
              measuredS,
              watch.recoveryS()),
          "within 0.2 s",
          Math.abs(measuredS - watch.recoveryS()) <= ALLOWED_S,
          Map.of("rate_limit", run.json().path("rate_limit"), "verdict", run.verdict()));
    }
  }

  private static Path written(Bench bench, String plan) throws IOException {
    return Files.writeString(Files.createTempFile(bench.scratch(), "plan", ".yaml"), plan);
  }
}
