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

/**
 * A server that answers nothing for a second, under 2000 arrivals/s for 10 s. A tenth of the
 * requests meet the stall, their latencies evenly spread from 1 s down to 0: p95 is 500 ms, p99 900
 * ms, the maximum 1 s, and 2000 requests wait at its end.
 */
final class Stall implements Figure {
  private static final int RATE = 2000;
  private static final int LENGTH_S = 10;
  private static final long STALL_NS = 1_000_000_000L;
  private static final double TOLERANCE = 0.03;
  private static final int LEAST_IN_HAND = 1990;

  @Override
  public String name() {
    return "stall";
  }

  @Override
  public List<Finding> measure(Bench bench, Size size) throws IOException, InterruptedException {
    Launch.tieSelf(bench.serverCpu());
    int warmupS = size.pick(3, 5);
    long firstStalled = (long) RATE * (warmupS + 4);
    TruthServer server = new TruthServer(new StalledFrom(firstStalled));
    BarrageRun run;
    try (server) {
      String[] arguments = {
        server.url(), "--rate", "" + RATE, "-t", LENGTH_S + "s", "--warmup", warmupS + "s"
      };
      run = BarrageRun.of(bench, arguments);
    }
    return List.of(latencies(run), inHand(server));
  }

  private static Finding latencies(BarrageRun run) throws IOException {
    Map<String, Double> expected = new LinkedHashMap<>();
    expected.put("p95", 500.0);
    expected.put("p99", 900.0);
    expected.put("max", 1000.0);
    boolean met = true;
    List<String> texts = new ArrayList<>();
    Map<String, Object> raw = new LinkedHashMap<>();
    for (Map.Entry<String, Double> entry : expected.entrySet()) {
      double ms = run.number("/latency_us/" + entry.getKey()) / 1000;
      met &= Math.abs(ms - entry.getValue()) <= TOLERANCE * entry.getValue();
      texts.add(String.format(Locale.ROOT, "%s %.1f ms", entry.getKey(), ms));
      raw.put(entry.getKey() + "_ms", ms);
    }
    raw.put("service_p99_ms", run.number("/service_time_us/p99") / 1000);
    raw.put("verdict", run.verdict());
    return new Finding(
        "stall of 1 s at 2000/s for 10 s",
        String.join(", ", texts),
        "500, 900, 1000 ms within 3%",
        met,
        raw);
  }

  private static Finding inHand(TruthServer server) throws IOException {
    int requests = server.delaysNs(0).length;
    return new Finding(
        "requests that the server holds during the stall",
        "%,d of %,d".formatted(server.inHandMax(), requests),
        ">= 1,990",
        server.inHandMax() >= LEAST_IN_HAND,
        Map.of("in_hand_max", server.inHandMax(), "requests", requests));
  }

  /** At once, but for a second from one request on. */
  private static final class StalledFrom implements TruthServer.Answering {
    private final long first;
    private long untilNs;
    private boolean stalled;

    StalledFrom(long first) {
      this.first = first;
    }

    @Override
    public long dueNs(long n, long arrivedNs) {
      if (n == first) {
        stalled = true;
        untilNs = arrivedNs + STALL_NS;
      }
      return stalled && untilNs - arrivedNs > 0 ? untilNs : arrivedNs;
    }
  }
}
