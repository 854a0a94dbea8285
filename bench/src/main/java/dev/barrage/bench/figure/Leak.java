package dev.barrage.bench.figure;

import dev.barrage.bench.machine.Bench;
import dev.barrage.bench.server.LeakingProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Processes whose resident memory is a saw, with and without a known leak: is its slope found? */
final class Leak implements Figure {
  private static final int MB = 1_000_000;

  private final String name;
  private final long bytesPerS;
  private final String truth;
  private final int seconds;

  private Leak(String name, long bytesPerS, String truth, int seconds) {
    this.name = name;
    this.bytesPerS = bytesPerS;
    this.truth = truth;
    this.seconds = seconds;
  }

  static Figure fast() {
    return new Leak("leak", MB, "1 MB/s", 60);
  }

  static Figure slow() {
    return new Leak("leak-slow", MB / 60, "1 MB/min", 600);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean takesMinutes() {
    return seconds > 60;
  }

  @Override
  public List<Finding> measure(Bench bench, Size size) throws IOException, InterruptedException {
    int length = size.pick(15, seconds);
    try (LeakingProcess process = LeakingProcess.start(bench, bytesPerS, seconds)) {
      BarrageRun run = watch(bench, length, List.of(process));
      JsonNode rss = rss(run, 0);
      boolean found = rss.path("slope_low_per_min").asDouble(Double.NaN) > 0;
      String verdict = run.json().at("/objectives/0/verdict").asString("");
      return List.of(
          new Finding(
              "leak of " + truth + " in " + length + " s",
              told(rss) + ", objective " + verdict,
              "a slope is found (its 95% interval is above 0)",
              found && verdict.equals("FAIL"),
              Map.of("monitors", run.json().path("monitors"), "verdict", run.verdict())));
    }
  }

  /** Loads processes and watches the memory of each; as monitors it0, it1… */
  static BarrageRun watch(Bench bench, int seconds, List<LeakingProcess> processes)
      throws IOException, InterruptedException {
    String urls = String.join(",", processes.stream().map(LeakingProcess::url).toList());
    List<String> arguments = new ArrayList<>(List.of(urls, "--rate", "50"));
    arguments.addAll(List.of("--warmup", "5s", "-t", seconds + "s"));
    for (int i = 0; i < processes.size(); i++) {
      arguments.add("--monitor=it" + i + "=pid " + processes.get(i).pid());
      arguments.add("--objective=it" + i + " rss slope <= 0 MB/min");
    }
    return BarrageRun.of(bench, arguments.toArray(String[]::new));
  }

  /** Figures of one process's memory. */
  static JsonNode rss(BarrageRun run, int process) throws IOException {
    JsonNode rss = run.json().at("/monitors/it" + process + "/series/rss");
    if (!rss.path("slope_per_min").isNumber()) {
      throw new IOException("no slope of the process's memory: " + rss);
    }
    return rss;
  }

  /** {@code 1.02 MB/min (0.4 to 1.6)}. */
  static String told(JsonNode rss) {
    return String.format(
        Locale.ROOT,
        "%.2f MB/min (%.2f to %.2f)",
        rss.path("slope_per_min").asDouble() / MB,
        rss.path("slope_low_per_min").asDouble() / MB,
        rss.path("slope_high_per_min").asDouble() / MB);
  }
}
