package dev.barrage.monitor.target;

import dev.barrage.plan.Monitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Has the monitors of a plan look at the target while it is loaded.
 *
 * <pre>{@code
 * TargetWatch watch = TargetWatch.begin(plan.monitors());   // a first look: is everything there?
 * watch.start(timing.startNs());
 * …
 * List<Watched> seen = watch.finish();
 * }</pre>
 *
 * <p>A thread per monitor; a slow one delays no other. Not for several threads.
 */
public final class TargetWatch implements AutoCloseable {
  /** Looks kept of one monitor; beyond it every second one goes. */
  private static final int MAX_LOOKS = 50_000;

  private static final int MAX_EVENTS = 100;
  private static final long JOIN_NS = 5_000_000_000L;

  private final List<Watcher> watchers;

  private TargetWatch(List<Watcher> watchers) {
    this.watchers = watchers;
  }

  /**
   * Takes the first look.
   *
   * @throws IllegalArgumentException monitors that are not optional see nothing: which, why, and
   *     what to do, in one line
   */
  public static TargetWatch begin(List<Monitor> monitors) {
    List<Watcher> watchers = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Monitor monitor : monitors) {
      Watcher watcher = new Watcher(monitor);
      Optional<String> problem = watcher.first();
      if (problem.isPresent() && !monitor.optional()) {
        problems.add("monitor " + monitor.name() + " sees nothing: " + problem.get());
      }
      watchers.add(watcher);
    }
    if (!problems.isEmpty()) {
      String them = problems.size() == 1 ? "it" : "them";
      problems.add(
          "mend %1$s, or mark %1$s optional: \"optional: true\" in the plan, NAME?=… with --monitor"
              .formatted(them));
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return new TargetWatch(watchers);
  }

  /** Begins to look regularly; times count from {@code startNs}. */
  public void start(long startNs) {
    watchers.forEach(watcher -> watcher.start(startNs));
  }

  /** What was seen so far. */
  public List<Watched> seen() {
    return watchers.stream().map(Watcher::watched).toList();
  }

  /** Ends the watch, with a last look. */
  public List<Watched> finish() {
    watchers.forEach(Watcher::stop);
    return seen();
  }

  @Override
  public void close() {
    watchers.forEach(Watcher::stop);
  }

  /** One monitor's thread and what it saw. */
  private static final class Watcher {
    private final Monitor monitor;
    private final Probe probe;
    private final List<Watched.Look> looks = new ArrayList<>();
    private final List<Watched.Event> events = new ArrayList<>();
    private @Nullable Thread thread;
    private volatile boolean stopping;
    private long startNs;
    private long looked;
    private int keepEvery = 1;
    private Optional<String> problem = Optional.empty();

    Watcher(Monitor monitor) {
      this.monitor = monitor;
      this.probe = Probe.of(monitor.source());
    }

    Optional<String> first() {
      try {
        probe.look(System.nanoTime());
        return Optional.empty();
      } catch (IOException e) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
    }

    void start(long firstArrivalNs) {
      startNs = firstArrivalNs;
      thread =
          Thread.ofPlatform().daemon().name("barrage-monitor-" + monitor.name()).start(this::watch);
    }

    private void watch() {
      long everyNs = monitor.every().toNanos();
      long nextNs = startNs;
      while (!stopping) {
        long nowNs = System.nanoTime();
        if (nowNs - nextNs < 0) {
          LockSupport.parkNanos(this, nextNs - nowNs);
          continue;
        }
        look();
        nextNs += everyNs * Math.max(1, (System.nanoTime() - nextNs) / everyNs);
      }
      look();
    }

    private synchronized void look() {
      double[] values;
      long nowNs = System.nanoTime();
      try {
        values = probe.look(nowNs);
        problem = Optional.empty();
      } catch (IOException e) {
        values = new double[monitor.source().series().size()];
        Arrays.fill(values, Double.NaN);
        problem = Optional.of(String.valueOf(e.getMessage()));
      }
      double tS = (nowNs - startNs) / 1e9;
      for (String event : probe.events()) {
        if (events.size() < MAX_EVENTS) {
          events.add(new Watched.Event(tS, event));
        }
      }
      if (looked++ % keepEvery == 0) {
        looks.add(new Watched.Look(tS, values));
        thin();
      }
    }

    private void thin() {
      if (looks.size() >= MAX_LOOKS) {
        keepEvery *= 2;
        List<Watched.Look> kept = new ArrayList<>();
        for (int i = 0; i < looks.size(); i += 2) {
          kept.add(looks.get(i));
        }
        looks.clear();
        looks.addAll(kept);
      }
    }

    void stop() {
      stopping = true;
      Thread watching = thread;
      if (watching != null) {
        LockSupport.unpark(watching);
        try {
          watching.join(java.time.Duration.ofNanos(JOIN_NS));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }

    synchronized Watched watched() {
      return new Watched(monitor, looks, events, probe.samples(), problem);
    }
  }
}
