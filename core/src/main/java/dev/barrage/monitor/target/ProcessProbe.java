package dev.barrage.monitor.target;

import dev.barrage.plan.Monitor.Selector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * CPU, memory, threads, descriptors and traffic of a process and its descendants, from proc(5).
 *
 * <p>CPU is the share of the whole machine. Memory shared by several processes counts for each.
 * Bytes are those of the process's network namespace, loopback included. A process found by port or
 * container is looked for again when it ends: a restart.
 */
final class ProcessProbe implements Probe {
  private static final double TICKS_PER_S = 100; // USER_HZ, the same on all Linux

  private final ProcessTable table;
  private final Selector selector;
  private final int cpus = Runtime.getRuntime().availableProcessors();
  private final List<String> events = new ArrayList<>();
  private Set<Long> roots = Set.of();
  private long rootStart;
  private @Nullable Usage last;
  private boolean ended;
  private int restarts;

  /** Totals of the tree at one time. */
  private record Usage(long atNs, double ticks, double switches, double received, double sent) {}

  /**
   * @param proc {@code /proc}, or a folder like it
   */
  ProcessProbe(Path proc, Selector selector) {
    this.table = new ProcessTable(proc);
    this.selector = selector;
  }

  @Override
  public double[] look(long nowNs) throws IOException {
    find();
    Set<Long> tree = table.descendants(roots);
    double ticks = 0;
    double rss = 0;
    double threads = 0;
    double fds = 0;
    double switches = 0;
    for (long pid : tree) {
      Optional<ProcessTable.Status> status = table.status(pid);
      if (status.isPresent()) { // else it ended a moment ago
        ticks += status.get().cpuTicks();
        rss += status.get().rssBytes();
        threads += status.get().threads();
        fds += table.descriptors(pid);
        switches += table.switches(pid);
      }
    }
    double[] net = table.netBytes(roots.iterator().next());
    Usage now = new Usage(nowNs, ticks, switches, net[0], net[1]);
    double[] values = {
      rate(now, last, now.ticks, last == null ? 0 : last.ticks) / TICKS_PER_S / cpus,
      rss,
      threads,
      fds,
      rate(now, last, now.switches, last == null ? 0 : last.switches),
      rate(now, last, now.received, last == null ? 0 : last.received),
      rate(now, last, now.sent, last == null ? 0 : last.sent),
      restarts
    };
    last = now;
    return values;
  }

  /** Increase per second; NaN at the first look, and where a counter fell. */
  private static double rate(Usage now, @Nullable Usage before, double value, double previous) {
    return before == null || value < previous || now.atNs <= before.atNs
        ? Double.NaN
        : (value - previous) / ((now.atNs - before.atNs) / 1e9);
  }

  private void find() throws IOException {
    if (!roots.isEmpty() && table.startTicks(roots.iterator().next()).orElse(-1L) == rootStart) {
      return;
    }
    boolean known = !roots.isEmpty();
    last = null;
    Set<Long> found = new TreeSet<>(select());
    found.removeIf(pid -> table.startTicks(pid).isEmpty());
    long start = found.isEmpty() ? -1 : table.startTicks(found.iterator().next()).orElse(-1L);
    boolean other = known && selector instanceof Selector.Pid && start != rootStart;
    if (found.isEmpty() || other) {
      if (known && !ended) {
        ended = true;
        events.add("process " + roots.iterator().next() + " ended");
      }
      throw new IOException(missing());
    }
    if (known) {
      restarts++;
      events.add("restarted as process " + found.iterator().next());
    }
    ended = false;
    roots = found;
    rootStart = start;
  }

  private Set<Long> select() throws IOException {
    return switch (selector) {
      case Selector.Pid(long pid) -> Set.of(pid);
      case Selector.Port(int port) -> table.listeners(port);
      case Selector.Container(String name) -> Set.of(Containers.pid(name));
    };
  }

  private String missing() {
    return switch (selector) {
      case Selector.Pid(long pid) -> "there is no process " + pid;
      case Selector.Port(int port) ->
          "no process that listens on port "
              + port
              + " was found (one of another user is hidden; run as that user or root)";
      case Selector.Container(String name) -> "container " + name + " does not run";
    };
  }

  @Override
  public List<String> events() {
    List<String> told = List.copyOf(events);
    events.clear();
    return told;
  }
}
