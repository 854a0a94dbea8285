package dev.barrage.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.JsonNode;

/** The charts of a run's report, each as HTML; one without data is an empty text. */
final class RunCharts {
  private static final double[] RECORDED = {50, 66, 75, 80, 90, 95, 98, 99, 99.9, 99.99};

  private final JsonNode run;
  private final RunTimeline timeline;
  private final Optional<LatencyLog> latency;
  private final Optional<LatencyLog> service;

  RunCharts(
      JsonNode run,
      RunTimeline timeline,
      Optional<LatencyLog> latency,
      Optional<LatencyLog> service) {
    this.run = run;
    this.timeline = timeline;
    this.latency = latency;
    this.service = service;
  }

  String throughput() {
    if (timeline.isEmpty()) {
      return "";
    }
    List<Chart.Series> series =
        List.of(
            new Chart.Series("started", "s1 broad", timeline.rates("started")),
            new Chart.Series("offered", "s4 dash", timeline.rates("started", "dropped")),
            new Chart.Series("ok", "s2", timeline.rates("ok")),
            new Chart.Series("failed", "s3", timeline.rates("failed")));
    Axis y = Axis.fromZero(highest(series, 1), Figures::number);
    String note =
        timeline.pointS() > 1 ? "Requests per second, " + perPoint() : "Requests per second";
    return overTime("throughput", "Throughput", note, "per_s", y, series);
  }

  String latencyOverTime() {
    List<Chart.Series> series =
        List.of(
            new Chart.Series("p50", "s2", timeline.latency("p50", latency)),
            new Chart.Series("p99", "s1", timeline.latency("p99", latency)),
            new Chart.Series("max", "s3", timeline.latency("max", latency)));
    double lowest = lowest(series);
    if (Double.isNaN(lowest)) {
      return "";
    }
    String note = "Log scale, by the time requests ended";
    Axis y = Axis.log(lowest, highest(series, lowest), Figures::roundUs);
    return overTime(
        "latency",
        "Latency over time",
        timeline.pointS() > 1 ? note + "; " + perPoint() : note,
        "us",
        y,
        series);
  }

  String heatMap() {
    if (latency.isEmpty() || timeline.isEmpty()) {
      return "";
    }
    return HeatMap.html(latency.get(), timeline.totalS(), timeline.bands());
  }

  String sendLag() {
    List<Chart.Series> series =
        List.of(
            new Chart.Series("p99", "s1", timeline.largest("send_lag_us", "p99")),
            new Chart.Series("max", "s3", timeline.largest("send_lag_us", "max")));
    double lowest = lowest(series);
    if (Double.isNaN(lowest)) {
      return "";
    }
    Axis y = Axis.log(Math.max(lowest, 1), Math.max(highest(series, 1), 100), Figures::roundUs);
    return overTime(
        "send-lag",
        "Send lag over time",
        "How late the generator itself sent; log scale",
        "us",
        y,
        series);
  }

  private String perPoint() {
    return "each point " + Figures.seconds(timeline.pointS());
  }

  private String overTime(
      String id, String title, String note, String unit, Axis y, List<Chart.Series> series) {
    return new Chart(
            id,
            title,
            note,
            Axis.time(timeline.totalS()),
            y,
            "s",
            unit,
            timeline.xs(),
            series,
            timeline.bands(),
            List.of())
        .html();
  }

  /** Latency and service time on an axis of nines, with the percentiles that objectives bound. */
  String percentiles() {
    long samples = Tree.count(run, "latency_us", "count");
    if (samples == 0) {
      return "";
    }
    Axis x = Axis.nines(samples);
    double[] xs = shares(x);
    List<Chart.Series> series = new ArrayList<>();
    series.add(new Chart.Series("latency", "s1", curve(latency, "latency_us", xs)));
    series.add(new Chart.Series("service time", "s2 dash", curve(service, "service_time_us", xs)));
    List<Chart.Mark> marks = objectives(x);
    double top =
        Math.max(highest(series, 1), marks.stream().mapToDouble(Chart.Mark::y).max().orElse(0));
    return new Chart(
            "percentiles",
            "Latency by percentile",
            "Log scale; each step to the right is one more nine of the requests. "
                + "Latency counts from the intended send time, service time from the actual one.",
            x,
            Axis.log(lowest(series), top, Figures::roundUs),
            "share",
            "us",
            xs,
            series,
            List.of(),
            marks)
        .html();
  }

  /** Evenly spread on the axis. */
  private static double[] shares(Axis axis) {
    int points = 240;
    double nines = -Math.log10(1 - axis.max());
    double[] shares = new double[points + 1];
    Arrays.setAll(shares, i -> 1 - Math.pow(10, -nines * i / points));
    return shares;
  }

  private double[] curve(Optional<LatencyLog> log, String field, double[] shares) {
    if (log.isPresent() && log.get().measured().getTotalCount() > 0) {
      Histogram histogram = log.get().measured();
      double[] values = new double[shares.length];
      Arrays.setAll(
          values,
          i -> {
            boolean backed = (1 - shares[i]) * histogram.getTotalCount() >= 0.5 || i == 0;
            return backed ? histogram.getValueAtPercentile(shares[i] * 100) / 1e3 : Double.NaN;
          });
      return values;
    }
    return curveOfRecord(field, shares);
  }

  /** Without the log: the recorded percentiles, each held until the next. */
  private double[] curveOfRecord(String field, double[] shares) {
    double[] values = new double[shares.length];
    for (int i = 0; i < shares.length; i++) {
      values[i] = Double.NaN;
      for (double percentile : RECORDED) {
        if (shares[i] * 100 <= percentile) {
          String name = ("p" + percentile).replace(".0", "").replace('.', '_');
          values[i] = Tree.number(run, field, name);
          break;
        }
      }
    }
    return values;
  }

  private List<Chart.Mark> objectives(Axis x) {
    List<Chart.Mark> marks = new ArrayList<>();
    for (JsonNode objective : Tree.list(run, "objectives")) {
      String metric = Tree.text(objective, "metric");
      double target = Tree.number(objective, "target");
      if (metric.matches("p[0-9.]+") && !Double.isNaN(target)) {
        double share = Double.parseDouble(metric.substring(1)) / 100;
        if (share <= x.max()) {
          marks.add(new Chart.Mark(share, target, Tree.text(objective, "text")));
        }
      }
    }
    return marks;
  }

  private static double highest(List<Chart.Series> series, double atLeast) {
    return Math.max(values(series).max().orElse(atLeast), atLeast);
  }

  private static double lowest(List<Chart.Series> series) {
    return values(series).filter(value -> value > 0).min().orElse(Double.NaN);
  }

  private static DoubleStream values(List<Chart.Series> series) {
    return series.stream()
        .flatMapToDouble(line -> Arrays.stream(line.values()))
        .filter(value -> !Double.isNaN(value));
  }
}
