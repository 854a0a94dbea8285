package dev.barrage.bench.figure;

import dev.barrage.bench.machine.Bench;
import dev.barrage.bench.machine.Launch;
import dev.barrage.bench.server.TruthServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * A server that delays answers by drawn times and notes the delays that it really gave, the least
 * and the most that they can have been: percentiles of latency against theirs.
 */
final class Delays implements Figure {
  private static final int RATE = 1000;
  private static final double ALLOWED_MS = 0.3;
  private static final double ALLOWED_SHARE = 0.02;

  /** Percentiles of the record in thousandths; none lies where two peaks part (70%). */
  private static final Map<String, Integer> PER_MILLE = perMille();

  private static Map<String, Integer> perMille() {
    Map<String, Integer> all = new LinkedHashMap<>();
    all.put("p50", 500);
    all.put("p75", 750);
    all.put("p80", 800);
    all.put("p90", 900);
    all.put("p95", 950);
    all.put("p98", 980);
    all.put("p99", 990);
    all.put("p99_9", 999);
    return all;
  }

  @Override
  public String name() {
    return "delays";
  }

  @Override
  public List<Finding> measure(Bench bench, Size size) throws IOException, InterruptedException {
    Launch.tieSelf(bench.serverCpu());
    Random random = new Random(7);
    Map<String, Draw> draws = new LinkedHashMap<>();
    draws.put("fixed 20 ms", () -> 20);
    draws.put("two-peaked 5 and 50 ms", () -> random.nextInt(10) < 7 ? 5 : 50);
    draws.put(
        "heavy-tailed from 2 ms", () -> Math.min(1000, 2 / Math.pow(1 - random.nextDouble(), 0.6)));
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<String, Draw> draw : draws.entrySet()) {
      findings.add(measure(bench, size, draw.getKey(), draw.getValue()));
      String first = draw.getKey() + ", --real-time";
      findings.add(measure(bench, size, first, draw.getValue(), "--real-time"));
    }
    return findings;
  }

  private interface Draw {
    double ms();
  }

  private static Finding measure(Bench bench, Size size, String name, Draw draw, String... more)
      throws IOException, InterruptedException {
    TruthServer server = new TruthServer((n, atNs) -> atNs + (long) (draw.ms() * 1e6));
    BarrageRun run;
    try (server) {
      List<String> arguments = new ArrayList<>(List.of(server.url(), "--rate", "" + RATE));
      arguments.addAll(List.of("-t", size.pick(4, 20) + "s", "--warmup", "5s"));
      arguments.addAll(List.of(more));
      // Real time wants a CPU beside the loop's.
      int cpu = arguments.contains("--real-time") ? Launch.ANY_CPU : bench.generatorCpu();
      run = BarrageRun.on(cpu, bench, arguments.toArray(String[]::new));
    }
    int first = (int) run.number("/counts/warmup");
    long[] given = server.delaysNs(first);
    long[] most = server.mostDelaysNs(first);
    double worst = 0;
    String where = "";
    Map<String, Object> raw = new LinkedHashMap<>();
    for (Map.Entry<String, Integer> entry : PER_MILLE.entrySet()) {
      int rank = Math.ceilDiv(entry.getValue() * given.length, 1000) - 1;
      double leastMs = given[rank] / 1e6;
      double mostMs = most[rank] / 1e6;
      double foundMs = run.number("/latency_us/" + entry.getKey()) / 1000;
      double offMs = Math.max(leastMs - foundMs, foundMs - mostMs);
      double share = Math.max(0, offMs) / Math.max(ALLOWED_MS, ALLOWED_SHARE * leastMs);
      raw.put(entry.getKey(), List.of(leastMs, mostMs, foundMs));
      if (share >= worst) {
        worst = share;
        where =
            String.format(
                Locale.ROOT,
                "%s given %.3f to %.3f ms, measured %.3f",
                entry.getKey(),
                leastMs,
                mostMs,
                foundMs);
      }
    }
    List<String> notes = new ArrayList<>(List.of("worst at " + where));
    if (given.length != (int) run.number("/counts/started")) {
      notes.add("server and record count differently");
    }
    return new Finding(
        "injected delays, " + name,
        String.join("; ", notes)
            + String.format(Locale.ROOT, " (%.0f%% of what is allowed)", worst * 100),
        "measured - given <= 0.3 ms or 2%, p50 to p99.9",
        worst <= 1 && notes.size() == 1,
        raw);
  }
}
