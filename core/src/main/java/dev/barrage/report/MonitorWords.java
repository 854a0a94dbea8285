package dev.barrage.report;

import dev.barrage.monitor.target.Watched;
import dev.barrage.plan.Monitor;
import java.util.ArrayList;
import java.util.List;

/** What a monitor saw, in a line for people. */
final class MonitorWords {
  static final String RESTARTS = "restarts";

  private MonitorWords() {}

  /**
   * The usual figure of each series, what happened, and what is missing.
   *
   * @param fromS begin of the measured window, seconds since the first planned arrival
   * @param toS its end
   */
  static String line(Watched watched, double fromS, double toS) {
    List<String> told = new ArrayList<>();
    for (Monitor.Series series : watched.monitor().source().series()) {
      if (series.unit().equals(RESTARTS)) {
        continue; // the events below tell them, with their times
      }
      watched
          .figure(series.name(), series.usual(), fromS, toS)
          .ifPresent(value ->
              told.add(
                  (series.name() + " ")
                      + (RunMonitors.figure(value, series.unit()) + " ")
                      + series.usual().word()));
    }
    watched.events().forEach(event -> told.add(event.text()));
    long missing = watched.missing(fromS, toS);
    if (missing > 0) {
      String why = watched.problem().map(problem -> ": " + problem).orElse("");
      told.add(Figures.count(missing, "look") + " missing" + why);
    }
    return String.join(", ", told);
  }
}
