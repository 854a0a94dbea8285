package dev.barrage.bench;

import dev.barrage.bench.generator.Generator;
import dev.barrage.bench.generator.Round;
import dev.barrage.bench.statistics.Median;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What rounds come to: medians, and Barrage against each peer of the same round. Immutable. */
record Comparison(List<Generator> generators, List<Round> rounds) {
  static final double GOAL_AGAINST_WRK = 0.85;

  Comparison {
    generators = List.copyOf(generators);
    rounds = List.copyOf(rounds);
  }

  /** CPU per request of Barrage ÷ that of a peer, round by round: below 1 Barrage is cheaper. */
  Median ratio(Generator peer) {
    List<Round> ours = of(Generator.BARRAGE);
    List<Round> theirs = of(peer);
    double[] ratios = new double[theirs.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = ours.get(i).cpuUsPerRequest() / theirs.get(i).cpuUsPerRequest();
    }
    return Median.of(ratios);
  }

  private List<Round> of(Generator generator) {
    return rounds.stream()
        .filter(r -> r.generator() == generator)
        .sorted((a, b) -> a.number() - b.number())
        .toList();
  }

  private Median median(Generator generator, ToDoubleFunction<Round> value) {
    return Median.of(of(generator).stream().mapToDouble(value).toArray());
  }

  /** The verdict on the goal, in words. */
  String verdict() {
    Median ratio = ratio(Generator.WRK);
    String met = ratio.value() <= GOAL_AGAINST_WRK ? "PASS" : "MISS";
    boolean sure =
        ratio.confidence() >= 0.95
            && (ratio.high() <= GOAL_AGAINST_WRK || ratio.low() > GOAL_AGAINST_WRK);
    return String.format(
        Locale.ROOT,
        "%s: CPU per request is %s x wrk, goal <= %.2f%s",
        met,
        ratio.text(3),
        GOAL_AGAINST_WRK,
        sure ? "" : "; the interval holds the goal or is below 95%: more rounds would tell");
  }

  List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            "%-8s  %-22s  %12s  %9s  %9s  %9s  %s",
            "", "CPU us/request", "requests/s", "CPU", "nginx CPU", "peak MiB", "Barrage / it"));
    for (Generator g : generators) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-8s  %-22s  %,12.0f  %8.0f%%  %8.0f%%  %9.1f  %s",
              g.program(),
              median(g, Round::cpuUsPerRequest).text(2),
              median(g, Round::requestsPerS).value(),
              median(g, Round::generatorCpuShare).value() * 100,
              median(g, Round::serverCpuShare).value() * 100,
              median(g, r -> r.peakMemoryBytes() / 1048576.0).value(),
              g == Generator.BARRAGE ? "" : ratio(g).text(3)));
    }
    Median any = ratio(Generator.WRK);
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "Medians of %d rounds with their interval by order statistics (sign test), %.1f%%.",
            any.count(),
            any.confidence() * 100));
    lines.add(
        String.format(
            Locale.ROOT,
            "Noise during rounds: other work took up to %.0f%% of a CPU, steal up to %.1f%%.",
            worst(Round::othersCpuShare) * 100,
            worst(Round::stealShare) * 100));
    lines.add(verdict());
    return lines;
  }

  private double worst(ToDoubleFunction<Round> value) {
    return rounds.stream().mapToDouble(value).max().orElse(0);
  }

  Map<String, Object> json() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("verdict", verdict());
    Map<String, Object> ratios = new LinkedHashMap<>();
    generators.stream()
        .filter(g -> g != Generator.BARRAGE)
        .forEach(g -> ratios.put("barrage_over_" + g.program(), ratio(g)));
    all.put("cpu_ratios", ratios);
    all.put("rounds", rounds.stream().map(Comparison::json).toList());
    return all;
  }

  private static Map<String, Object> json(Round r) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("round", r.number());
    row.put("generator", r.generator().program());
    row.put("window_s", r.windowS());
    row.put("requests", r.requests());
    row.put("cpu_us_per_request", r.cpuUsPerRequest());
    row.put("requests_per_s", r.requestsPerS());
    row.put("generator_cpu_ratio", r.generatorCpuShare());
    row.put("server_cpu_ratio", r.serverCpuShare());
    row.put("peak_memory_bytes", r.peakMemoryBytes());
    row.put("others_cpu_ratio", r.othersCpuShare());
    row.put("steal_ratio", r.stealShare());
    return row;
  }
}
