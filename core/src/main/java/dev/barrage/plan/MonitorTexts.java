package dev.barrage.plan;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Monitors as the command line tells them: {@code gateway=port 8080}, {@code
 * health=http://…/health}, {@code heap=http://…/metrics jvm_memory_used_bytes{area="heap"}} whose
 * series is called {@code value}. One whose name is followed by {@code ?} is optional.
 */
final class MonitorTexts {
  private MonitorTexts() {}

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException with the text and examples
   */
  static Monitor parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException(
          "--monitor is "
              + Quoted.of(text)
              + "; write NAME=WHAT, e.g. gateway=port 8080, or"
              + " health=http://localhost:8080/health");
    }
    boolean optional = text.charAt(equals - 1) == '?';
    String name = MonitorsReader.name(text.substring(0, optional ? equals - 1 : equals));
    String what = text.substring(equals + 1).strip();
    return new Monitor(name, source(what), Monitor.EVERY, optional);
  }

  private static Monitor.Source source(String what) {
    if (!what.contains("://")) {
      return MonitorsReader.process(what);
    }
    String[] words = what.split("\\s+", 2);
    URI url = MonitorsReader.url(words[0]);
    return words.length == 1
        ? new Monitor.Source.Health(url)
        : new Monitor.Source.Prometheus(url, Map.of("value", SeriesQuery.parse(words[1])));
  }

  /** Those of the plan, and the added ones in the place of those of the same name. */
  static List<Monitor> merged(List<Monitor> own, List<Monitor> added) {
    List<Monitor> all = new ArrayList<>(own);
    for (Monitor monitor : added) {
      all.removeIf(other -> other.name().equals(monitor.name()));
      all.add(monitor);
    }
    return all;
  }
}
