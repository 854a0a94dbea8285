package dev.barrage.report;

import static dev.barrage.report.JsonValues.number;

import dev.barrage.monitor.target.Watched;
import dev.barrage.plan.Monitor;
import dev.barrage.plan.Monitor.Stat;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What monitors saw, as {@code monitors} of {@code run.json}: figures over the measured window, and
 * a thinned timeline; all looks are in {@code monitors.csv}.
 */
final class MonitorsJson {
  static final int MAX_POINTS = 300;

  private final double fromS;
  private final double toS;

  /**
   * @param fromS begin of the measured window, seconds since the first planned arrival
   * @param toS its end
   */
  MonitorsJson(double fromS, double toS) {
    this.fromS = fromS;
    this.toS = toS;
  }

  void write(ObjectNode json, List<Watched> monitors) {
    monitors.forEach(watched -> one(json.putObject(watched.monitor().name()), watched));
  }

  private void one(ObjectNode json, Watched watched) {
    Monitor monitor = watched.monitor();
    json.put("kind", monitor.source().kind());
    json.put("every_s", monitor.every().toNanos() / 1e9);
    json.put("missing", watched.missing(fromS, toS));
    json.put("problem", watched.problem().orElse(null));
    ArrayNode events = json.putArray("events");
    watched.events().forEach(e -> events.addObject().put("t_s", e.tS()).put("text", e.text()));
    ArrayNode samples = json.putArray("samples");
    watched.samples().forEach(samples::add);
    ObjectNode all = json.putObject("series");
    for (Monitor.Series series : monitor.source().series()) {
      series(all.putObject(series.name()), watched, series);
    }
    timeline(json.putObject("timeline"), watched);
  }

  private void series(ObjectNode json, Watched watched, Monitor.Series series) {
    json.put("unit", series.unit());
    json.put("looks", watched.known(watched.index(series.name()), fromS, toS).size());
    for (Stat stat : Stat.values()) {
      String name = stat == Stat.SLOPE ? "slope_per_min" : stat.name().toLowerCase(Locale.ROOT);
      number(json, name, watched.figure(series.name(), stat, fromS, toS));
    }
    watched
        .trend(series.name(), fromS, toS)
        .ifPresent(trend -> {
          number(json, "slope_low_per_min", trend.low());
          number(json, "slope_high_per_min", trend.high());
          number(json, "slope_smallest_per_min", trend.smallest());
        });
  }

  private static void timeline(ObjectNode json, Watched watched) {
    List<Watched.Look> looks = watched.looks();
    int step = Math.max(1, Math.ceilDiv(looks.size(), MAX_POINTS));
    ArrayNode times = json.putArray("t_s");
    for (int i = 0; i < looks.size(); i += step) {
      times.add(looks.get(i).tS());
    }
    List<Monitor.Series> all = watched.monitor().source().series();
    for (int s = 0; s < all.size(); s++) {
      ArrayNode values = json.putArray(all.get(s).name());
      for (int i = 0; i < looks.size(); i += step) {
        double value = looks.get(i).values()[s];
        if (Double.isFinite(value)) {
          values.add(value);
        } else {
          values.addNull();
        }
      }
    }
  }
}
