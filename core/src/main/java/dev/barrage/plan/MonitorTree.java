package dev.barrage.plan;

import java.util.LinkedHashMap;
import java.util.Map;

/** A monitor as maps and text, in the grammar of plan files. */
final class MonitorTree {
  private MonitorTree() {}

  static Map<String, Object> of(Monitor monitor) {
    Map<String, Object> tree = new LinkedHashMap<>();
    switch (monitor.source()) {
      case Monitor.Source.Process(Monitor.Selector selector) ->
          tree.put("process", words(selector));
      case Monitor.Source.Prometheus prometheus -> {
        tree.put("prometheus", prometheus.url().toString());
        Map<String, Object> series = new LinkedHashMap<>();
        prometheus.queries().forEach((name, query) -> series.put(name, query.text()));
        tree.put("series", series);
      }
      case Monitor.Source.Health health -> tree.put("health", health.url().toString());
      case Monitor.Source.Log log -> {
        tree.put("log", log.file().toString());
        tree.put("errors", log.errors().pattern());
      }
    }
    tree.put("every", Durations.format(monitor.every()));
    if (monitor.optional()) {
      tree.put("optional", true);
    }
    return tree;
  }

  private static String words(Monitor.Selector selector) {
    return switch (selector) {
      case Monitor.Selector.Pid(long pid) -> "pid " + pid;
      case Monitor.Selector.Port(int port) -> "port " + port;
      case Monitor.Selector.Container(String name) -> "container " + name;
    };
  }
}
