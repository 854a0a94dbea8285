package dev.barrage.bench.figure;

import dev.barrage.bench.machine.Bench;
import dev.barrage.bench.machine.Launch;
import dev.barrage.bench.server.TruthServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A server that notes when requests arrive. Constant arrivals: how late each is against an even
 * grid. Poisson arrivals: Kolmogorov and Smirnov's distance of the gaps from an exponential
 * distribution, against the distance that chance exceeds once in a hundred times. These are slower:
 * a thread takes about 10 µs for a request, and no gap at the server is shorter than that, which at
 * 1,000/s alone would be most of the distance allowed.
 */
final class Arrivals implements Figure {
  private static final int RATE = 1000;
  private static final int POISSON_RATE = 200;
  private static final double ALLOWED_P99_US = 1000;

  /** sqrt(-ln(0.01 / 2) / 2): Smirnov's limit distribution. */
  private static final double KS_ONE_PERCENT = 1.628;

  @Override
  public String name() {
    return "arrivals";
  }

  @Override
  public List<Finding> measure(Bench bench, Size size) throws IOException, InterruptedException {
    Launch.tieSelf(bench.serverCpu());
    return List.of(
        lags(arrivals(bench, "constant", RATE, size.pick(4, 20))),
        gaps(arrivals(bench, "poisson", POISSON_RATE, size.pick(4, 60))));
  }

  /** Of the measured window, in order. */
  private static long[] arrivals(Bench bench, String spread, int rate, int seconds)
      throws IOException, InterruptedException {
    TruthServer server = new TruthServer((n, atNs) -> atNs);
    try (server) {
      List<String> arguments = new ArrayList<>(List.of(server.url(), "--rate", "" + rate));
      arguments.addAll(List.of("--arrivals", spread, "--warmup", "3s", "-t", seconds + "s"));
      arguments.addAll(List.of("--stay-awake", "--real-time"));
      BarrageRun run = BarrageRun.on(Launch.ANY_CPU, bench, arguments.toArray(String[]::new));
      return Arrays.stream(server.arrivalsNs((int) run.number("/counts/warmup")))
          .sorted()
          .toArray();
    }
  }

  /** The server does not know the run's start: the grid is laid so that no arrival is early. */
  private static Finding lags(long[] atNs) {
    long periodNs = 1_000_000_000L / RATE;
    long[] lagNs = new long[atNs.length];
    for (int n = 0; n < atNs.length; n++) {
      lagNs[n] = atNs[n] - n * periodNs;
    }
    Arrays.sort(lagNs);
    double p50 = us(lagNs, 0.5);
    double p99 = us(lagNs, 0.99);
    double max = us(lagNs, 1);
    return new Finding(
        "arrivals at the server, constant " + RATE + "/s",
        String.format(Locale.ROOT, "late by p50 %.0f us, p99 %.0f us, max %.0f us", p50, p99, max),
        "p99 <= 1 ms behind an even grid",
        p99 <= ALLOWED_P99_US,
        Map.of("arrivals", atNs.length, "p50_us", p50, "p99_us", p99, "max_us", max));
  }

  private static double us(long[] sortedNs, double share) {
    int rank = (int) Math.ceil(share * sortedNs.length) - 1;
    return (sortedNs[rank] - sortedNs[0]) / 1e3;
  }

  private static Finding gaps(long[] atNs) {
    double[] gapsS = new double[atNs.length - 1];
    for (int n = 0; n < gapsS.length; n++) {
      gapsS[n] = (atNs[n + 1] - atNs[n]) / 1e9;
    }
    Arrays.sort(gapsS);
    double distance = 0;
    for (int n = 0; n < gapsS.length; n++) {
      double expected = -Math.expm1(-gapsS[n] * POISSON_RATE);
      distance = Math.max(distance, expected - (double) n / gapsS.length);
      distance = Math.max(distance, (n + 1.0) / gapsS.length - expected);
    }
    double limit = KS_ONE_PERCENT / Math.sqrt(gapsS.length);
    return new Finding(
        "gaps between arrivals at the server, poisson " + POISSON_RATE + "/s",
        String.format(
            Locale.ROOT, "distance %.4f from exponential, %d gaps", distance, gapsS.length),
        String.format(Locale.ROOT, "<= %.4f (Kolmogorov-Smirnov, 1%%)", limit),
        distance <= limit,
        Map.of("gaps", gapsS.length, "distance", distance, "limit", limit));
  }
}
