package dev.barrage.monitor.target;

import java.io.IOException;
import java.util.List;

/** Looks at one thing, again and again; for one thread. */
interface Probe {
  /**
   * One look.
   *
   * @param nowNs {@link System#nanoTime()}, rising from look to look
   * @return a value for each series of the monitor; NaN: not known (yet)
   * @throws IOException nothing could be seen: why, in words without the monitor's name
   */
  double[] look(long nowNs) throws IOException;

  /** What happened since the last call that is no number: a restart, a rotated file. */
  default List<String> events() {
    return List.of();
  }

  /**
   * Something to see of what was counted, at most a few; secrets and control characters removed.
   */
  default List<String> samples() {
    return List.of();
  }

  /** The probe of a monitor. */
  static Probe of(dev.barrage.plan.Monitor.Source source) {
    return switch (source) {
      case dev.barrage.plan.Monitor.Source.Process process ->
          new ProcessProbe(java.nio.file.Path.of("/proc"), process.selector());
      case dev.barrage.plan.Monitor.Source.Prometheus page -> new PrometheusProbe(page);
      case dev.barrage.plan.Monitor.Source.Health health -> new HealthProbe(health.url());
      case dev.barrage.plan.Monitor.Source.Log log -> new LogProbe(log.file(), log.errors());
    };
  }
}
