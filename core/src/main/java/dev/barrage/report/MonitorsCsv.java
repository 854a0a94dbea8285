package dev.barrage.report;

import dev.barrage.monitor.target.Watched;
import dev.barrage.plan.Monitor;
import java.util.List;
import java.util.Locale;

/** All looks of a run's monitors as CSV (RFC 4180): {@code t_s,monitor,series,unit,value}. */
public final class MonitorsCsv {
  public static final String FILE = "monitors.csv";

  private MonitorsCsv() {}

  /** The file's text; what is missing has no value. */
  public static String text(RunRecord run) {
    StringBuilder csv = new StringBuilder("t_s,monitor,series,unit,value\r\n");
    for (Watched watched : run.observed().monitors()) {
      List<Monitor.Series> all = watched.monitor().source().series();
      for (Watched.Look look : watched.looks()) {
        for (int s = 0; s < all.size(); s++) {
          double value = look.values()[s];
          csv.append(String.format(Locale.ROOT, "%.3f,", look.tS()))
              .append(watched.monitor().name() + "," + all.get(s).name() + ",")
              .append(all.get(s).unit() + ",")
              .append(Double.isNaN(value) ? "" : Double.toString(value))
              .append("\r\n");
        }
      }
    }
    return csv.toString();
  }
}
