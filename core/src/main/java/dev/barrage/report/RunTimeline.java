package dev.barrage.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.JsonNode;

/**
 * The rows of {@code timeline[]}, brought down to at most {@value #MAX_POINTS} points: counts are
 * summed, latencies come from the interval log.
 */
final class RunTimeline {
  static final int MAX_POINTS = 1000;

  private final List<JsonNode> rows;
  private final List<JsonNode> injections;
  private final int perPoint;

  RunTimeline(JsonNode run) {
    this.injections = Tree.list(run, "injections");
    this.rows = Tree.list(run, "timeline");
    this.perPoint = Math.max(1, (rows.size() + MAX_POINTS - 1) / MAX_POINTS);
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Seconds that one point stands for. */
  double pointS() {
    return perPoint;
  }

  double totalS() {
    return rows.isEmpty() ? 0 : Tree.number(rows.getLast(), "t_s") + length(rows.getLast());
  }

  /** The middle of each point's stretch of time, in seconds. */
  double[] xs() {
    return points(group ->
        (Tree.number(group.getFirst(), "t_s")
                + Tree.number(group.getLast(), "t_s")
                + length(group.getLast()))
            / 2);
  }

  /** Events per second, of the sum of some counts. */
  double[] rates(String... counts) {
    return points(group -> {
      double sum = 0;
      double lengthS = 0;
      for (JsonNode row : group) {
        lengthS += length(row);
        for (String count : counts) {
          sum += Tree.count(row, count);
        }
      }
      return lengthS > 0 ? sum / lengthS : Double.NaN;
    });
  }

  /** The largest value of each point's rows; NaN where none has it. */
  double[] largest(String... path) {
    return points(group ->
        group.stream()
            .mapToDouble(row -> Tree.number(row, path))
            .filter(value -> !Double.isNaN(value))
            .max()
            .orElse(Double.NaN));
  }

  /** p50, p99 and maximum of each point: of the log where points stand for several seconds. */
  double[] latency(String percentile, Optional<LatencyLog> log) {
    if (perPoint == 1 || log.isEmpty()) {
      return largest("latency_us", percentile);
    }
    return points(group ->
        log.get()
            .at(Tree.number(group.getFirst(), "t_s"))
            .map(column -> value(column, percentile))
            .orElse(Double.NaN));
  }

  private static double value(LatencyLog.Column column, String percentile) {
    return switch (percentile) {
      case "p50" -> column.p50Us();
      case "p99" -> column.p99Us();
      default -> column.maxUs();
    };
  }

  /** Warm-up, drain, and failures that were injected. */
  List<Chart.Band> bands() {
    List<Chart.Band> bands = new ArrayList<>();
    band("warmup", "warm-up").ifPresent(bands::add);
    band("drain", "drain").ifPresent(bands::add);
    for (JsonNode injection : injections) {
      double from = Tree.number(injection, "from_s");
      double until = Math.min(Tree.number(injection, "until_s"), totalS());
      if (from < until) {
        bands.add(new Chart.Band(from, until, "failure"));
      }
    }
    return bands;
  }

  private Optional<Chart.Band> band(String phase, String label) {
    List<JsonNode> inPhase =
        rows.stream().filter(row -> Tree.text(row, "phase").equals(phase)).toList();
    if (inPhase.isEmpty()) {
      return Optional.empty();
    }
    JsonNode last = inPhase.getLast();
    return Optional.of(
        new Chart.Band(
            Tree.number(inPhase.getFirst(), "t_s"),
            Tree.number(last, "t_s") + length(last),
            label));
  }

  private static double length(JsonNode row) {
    double lengthS = Tree.number(row, "length_s");
    return Double.isNaN(lengthS) ? 1 : lengthS;
  }

  private double[] points(ToDoubleFunction<List<JsonNode>> value) {
    double[] points = new double[(rows.size() + perPoint - 1) / perPoint];
    for (int i = 0; i < points.length; i++) {
      points[i] =
          value.applyAsDouble(
              rows.subList(i * perPoint, Math.min(rows.size(), (i + 1) * perPoint)));
    }
    return points;
  }
}
