package dev.barrage.report;

import dev.barrage.measure.ExactHistogram;
import dev.barrage.measure.Summary;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.node.ObjectNode;

/** Values as records have them: null stands for what was not measured, or is not finite. */
public final class JsonValues {
  private JsonValues() {}

  static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  public static void number(ObjectNode json, String name, double value) {
    if (Double.isFinite(value)) {
      json.put(name, value);
    } else {
      json.putNull(name);
    }
  }

  static void number(ObjectNode json, String name, OptionalDouble value) {
    number(json, name, value.orElse(Double.NaN));
  }

  static void text(ObjectNode json, String name, String value) {
    json.put(name, value.isEmpty() ? null : value);
  }

  /** Null if nothing was recorded: it did not happen, or was not measured. */
  static void distribution(ObjectNode json, String name, Histogram histogram) {
    Summary summary = Summary.of(histogram);
    if (summary.count() == 0) {
      json.putNull(name);
      return;
    }
    ObjectNode one = json.putObject(name);
    one.put("count", summary.count());
    number(one, "min", summary.minUs());
    number(one, "mean", rounded(summary.meanUs()));
    number(one, "stdev", rounded(summary.stdevUs()));
    for (int i = 0; i < Summary.size(); i++) {
      number(one, Summary.name(i), summary.percentiles()[i]);
    }
    number(one, "max", summary.maxUs());
    if (histogram instanceof ExactHistogram exact && exact.clamped() > 0) {
      one.put("beyond_range", exact.clamped());
    }
  }

  /** To whole nanoseconds: further digits of a mean say nothing. */
  private static double rounded(double us) {
    return Math.rint(us * 1e3) / 1e3;
  }
}
