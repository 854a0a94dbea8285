package dev.barrage.bench.figure;

import dev.barrage.bench.machine.Bench;
import dev.barrage.bench.machine.Launch;
import dev.barrage.bench.server.Nginx;
import dev.barrage.bench.statistics.Median;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How late requests leave at 20,000/s, open model, from one loop. The server has a CPU of its own;
 * the generator is not tied to one, where its compiler would share the loop's. The warm-up is as
 * long as that compiler works: until then it takes CPUs from loop and server at this rate.
 */
final class SendLag implements Figure {
  private static final double GOAL_US = 200;

  @Override
  public String name() {
    return "send-lag";
  }

  @Override
  public List<Finding> measure(Bench bench, Size size) throws IOException, InterruptedException {
    try (Nginx nginx = Nginx.start(bench)) {
      return List.of(
          measure(bench, size, nginx, "send lag at 20,000/s, one loop"),
          measure(bench, size, nginx, "send lag at 20,000/s, --real-time", "--real-time"));
    }
  }

  private static Finding measure(Bench bench, Size size, Nginx nginx, String name, String... more)
      throws IOException, InterruptedException {
    int runs = size.pick(1, 5);
    Map<String, double[]> found = new LinkedHashMap<>();
    List.of("p50", "p90", "p99", "max").forEach(p -> found.put(p, new double[runs]));
    List<String> arguments = new ArrayList<>(List.of(nginx.url("/hello"), "--rate", "20000"));
    arguments.addAll(List.of("-t", size.pick(3, 10) + "s", "--warmup", "15s", "--threads", "1"));
    arguments.addAll(List.of(more));
    for (int i = 0; i < runs; i++) {
      BarrageRun run = BarrageRun.on(Launch.ANY_CPU, bench, arguments.toArray(String[]::new));
      for (Map.Entry<String, double[]> entry : found.entrySet()) {
        entry.getValue()[i] = run.number("/send_lag_us/" + entry.getKey());
      }
    }
    Median p99 = median(found, "p99");
    String text =
        String.format(
            Locale.ROOT,
            "p99 %s us, p50 %.0f us, p90 %.0f us (medians of %d runs)",
            p99.text(0),
            median(found, "p50").value(),
            median(found, "p90").value(),
            runs);
    boolean met = p99.value() <= GOAL_US;
    return new Finding(name, text, "p99 <= 200 us", met, Map.of("us", found));
  }

  private static Median median(Map<String, double[]> found, String percentile) {
    return Median.of(found.getOrDefault(percentile, new double[0]));
  }
}
