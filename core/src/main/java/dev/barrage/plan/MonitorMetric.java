package dev.barrage.plan;

import dev.barrage.plan.Objective.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the metric and the bounds of objectives on monitors: {@code gateway rss slope < 1 MB/min}.
 */
final class MonitorMetric {
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?) ?(k|M|G|T)?(i)?B(/min|/s)?");
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)(%|/s|/min|)");
  private static final Pattern DURATION = Pattern.compile("\\d[\\d.]*(ns|us|µs|ms|s|m|h)");
  private static final List<String> STATS =
      Arrays.stream(Monitor.Stat.values()).map(Monitor.Stat::word).toList();

  /** Begins metrics of the rate limit; no monitor is called so. */
  static final String LIMIT = "limit";

  private MonitorMetric() {}

  /**
   * The metric {@code MONITOR SERIES [STAT]}.
   *
   * @param bound text of its bound, which tells the unit
   */
  static Metric of(String name, String bound) {
    String[] words = name.split(" ");
    if (words[0].equals(LIMIT)) {
      return limited(words);
    }
    Optional<Monitor.Stat> stat = Optional.empty();
    if (words.length == 3) {
      if (!STATS.contains(words[2])) {
        throw new IllegalArgumentException(
            Quoted.of(words[2])
                + (" is no figure of a series; allowed: " + String.join(", ", STATS))
                + NearestWord.hint(words[2], STATS));
      }
      stat = Optional.of(Monitor.Stat.valueOf(words[2].toUpperCase(Locale.ROOT)));
    }
    boolean slope = stat.filter(Monitor.Stat.SLOPE::equals).isPresent();
    return new Metric.Monitored(words[0], words[1], stat, unit(bound, slope));
  }

  private static Metric limited(String[] words) {
    List<String> figures =
        Arrays.stream(Metric.LimitFigure.values()).map(Metric.LimitFigure::word).toList();
    if (words.length != 2 || !figures.contains(words[1])) {
      throw new IllegalArgumentException(
          Quoted.of(words[1])
              + " is no figure of a rate limit; allowed: "
              + String.join(", ", figures)
              + NearestWord.hint(words[1], figures));
    }
    return new Metric.Limited(Metric.LimitFigure.valueOf(words[1].toUpperCase(Locale.ROOT)));
  }

  private static String unit(String bound, boolean slope) {
    String unit =
        bound.contains("%")
            ? "ratio"
            : SIZE.matcher(bound).matches()
                ? bound.endsWith("/s") ? "bytes_per_s" : "bytes"
                : DURATION.matcher(bound).matches() ? "us" : bound.endsWith("/s") ? "per_s" : "";
    return slope ? unit + "_per_min" : unit;
  }

  /**
   * A bound: {@code 80%}, {@code 4GB}, {@code 1 MB/min}, {@code 50ms}, {@code 100/s}, {@code 12}.
   *
   * @return in the series' unit: shares from 0 to 1, bytes, microseconds
   */
  static double value(String text) {
    Matcher size = SIZE.matcher(text);
    if (size.matches()) {
      int power = size.group(2) == null ? 0 : "kMGT".indexOf(size.group(2)) + 1;
      double base = size.group(3) == null ? 1000 : 1024;
      return Double.parseDouble(size.group(1)) * Math.pow(base, power);
    }
    if (DURATION.matcher(text).matches()) {
      return Durations.parse(text).toNanos() / 1e3;
    }
    Matcher number = NUMBER.matcher(text);
    if (number.matches()) {
      double value = Double.parseDouble(number.group(1));
      return number.group(2).equals("%") ? value / 100 : value;
    }
    throw new IllegalArgumentException(
        Quoted.of(text)
            + " is not a bound of a monitor; write e.g. 80%, 4GB, 1 MB/min, 50ms, 100/s or 12");
  }

  /**
   * The objective itself, if its monitor and series, or the header it needs, are there.
   *
   * @throws IllegalArgumentException with what there is
   */
  static Objective check(Objective objective, Observation observation) {
    List<Monitor> monitors = observation.monitors();
    if (objective.metric() instanceof Metric.GatewayErrors
        && observation.upstreamHeader().isEmpty()) {
      boolean log =
          monitors.stream()
              .anyMatch(
                  m -> m.name().equals("gateway") && m.source() instanceof Monitor.Source.Log);
      throw new IllegalArgumentException(
          Quoted.of(objective.text())
              + " needs the header by which the upstream marks its answers; write e.g."
              + " upstream header: X-Upstream"
              + (log ? "; of the monitor, write gateway errors increase" : ""));
    }
    if (objective.metric() instanceof Metric.Monitored metric && !objective.ifKnown()) {
      List<String> names = monitors.stream().map(Monitor::name).toList();
      Monitor monitor =
          monitors.stream()
              .filter(one -> one.name().equals(metric.monitor()))
              .findFirst()
              .orElseThrow(() -> unknown(metric, names));
      List<String> series = monitor.source().series().stream().map(Monitor.Series::name).toList();
      if (!series.contains(metric.series())) {
        throw missing(metric.series(), "a series of " + metric.monitor(), series);
      }
    }
    return objective;
  }

  /** Neither a monitor nor, as two words were written, a metric of requests. */
  private static IllegalArgumentException unknown(Metric.Monitored metric, List<String> names) {
    return ObjectiveParser.nearestMetric(metric.label())
        .map(near ->
            new IllegalArgumentException(
                Quoted.of(metric.label()) + " is not a metric; did you mean \"" + near + "\"?"))
        .orElseGet(() -> missing(metric.monitor(), "a metric or a monitor", names));
  }

  private static IllegalArgumentException missing(String name, String what, List<String> allowed) {
    return new IllegalArgumentException(
        Quoted.of(name)
            + (" is not " + what + "; ")
            + (allowed.isEmpty()
                ? "this plan has no monitors"
                : "allowed: " + String.join(", ", allowed))
            + NearestWord.hint(name, allowed));
  }
}
