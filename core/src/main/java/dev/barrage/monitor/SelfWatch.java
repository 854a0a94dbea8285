package dev.barrage.monitor;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches this process and its machine during the measured window of a run: CPU, collector pauses,
 * memory, stolen time, clock jumps.
 *
 * <pre>{@code
 * var watch = new SelfWatch(timing.measureNs(), timing.endNs(), engine::threadIds, List.of());
 * watch.start();
 * …
 * GeneratorHealth health = watch.finish(endNs, m.throughputPerS(), recording.loopStallNsMax());
 * Host host = Host.detect().withSteal(watch.stealRatio());
 * }</pre>
 *
 * <p>A daemon thread samples at both ends of the window and each second in it. {@link #finish} is
 * called once, from any thread.
 */
public final class SelfWatch {
  private static final long PERIOD_NS = 1_000_000_000L;

  /** A look just before the end: loops with nothing left to do are gone a moment after it. */
  private static final long BEFORE_END_NS = 10_000_000L;

  private final ProcFiles proc = new ProcFiles(Path.of("/proc"));
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final long measureNs;
  private final long endNs;
  private final Supplier<List<Long>> loops;
  private final List<Long> idlers;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("barrage-self-watch").unstarted(this::watch);

  private volatile boolean stopping;
  private volatile double cpuBusy = Double.NaN;
  private volatile double cpuS = Double.NaN;
  private @Nullable GcPauses pauses;
  private @Nullable Sample first;
  private @Nullable Sample last;
  private @Nullable ClockWatch clocks;
  private double clockJumpMsMax = Double.NaN;
  private double rssMbMax = Double.NaN;
  private final Map<Long, LoopCpu> firstLoopCpu = new HashMap<>();

  private record LoopCpu(long atNs, long cpuNs) {}

  /** What had been used at one time; loop CPU by thread id, the last known of loops that ended. */
  private record Sample(
      long atNs,
      double processCpuNs,
      Map<Long, LoopCpu> loopCpu,
      Optional<ProcFiles.CpuTicks> ticks) {}

  /**
   * @param measureNs begin of the measured window, {@link System#nanoTime()}
   * @param endNs its planned end
   * @param loops thread ids of the event loops that run now
   * @param idlers threads whose CPU time is no work, such as those of {@link
   *     dev.barrage.engine.io.StayAwake}
   */
  public SelfWatch(long measureNs, long endNs, Supplier<List<Long>> loops, List<Long> idlers) {
    this.idlers = idlers;
    this.measureNs = measureNs;
    this.endNs = endNs;
    this.loops = loops;
  }

  public void start() {
    thread.start();
  }

  private void watch() {
    pauses = new GcPauses();
    long nextNs = measureNs;
    while (!stopping) {
      long nowNs = System.nanoTime();
      if (nowNs - nextNs < 0) {
        LockSupport.parkNanos(this, nextNs - nowNs);
        continue;
      }
      sample();
      if (nextNs == endNs) {
        return;
      }
      nextNs = after(nextNs, nowNs);
    }
  }

  private long after(long sampledNs, long nowNs) {
    long nextNs = sampledNs + PERIOD_NS * Math.max(1, (nowNs - sampledNs) / PERIOD_NS);
    long beforeEndNs = endNs - BEFORE_END_NS;
    if (nextNs - beforeEndNs < 0) {
      return nextNs;
    }
    return sampledNs - beforeEndNs < 0 ? beforeEndNs : endNs;
  }

  private void sample() {
    Map<Long, LoopCpu> loopCpu = new HashMap<>();
    if (last != null) {
      loopCpu.putAll(last.loopCpu);
    }
    for (long id : loops.get()) {
      long cpuNs = threads.isThreadCpuTimeSupported() ? threads.getThreadCpuTime(id) : -1;
      if (cpuNs >= 0) {
        loopCpu.put(id, new LoopCpu(System.nanoTime(), cpuNs));
      }
    }
    loopCpu.forEach(firstLoopCpu::putIfAbsent);
    Sample now = new Sample(System.nanoTime(), workCpuNs(), loopCpu, proc.cpuTicks());
    if (first == null) {
      first = now;
      clocks = new ClockWatch(proc);
      clockJumpMsMax = 0;
      if (pauses != null) {
        pauses.forgetBefore(measureNs);
      }
    } else if (clocks != null) {
      clockJumpMsMax = Math.max(clockJumpMsMax, clocks.jumpMs());
    }
    if (last != null && now.atNs - last.atNs >= PERIOD_NS / 2) {
      cpuBusy = busiest(last.loopCpu, now.loopCpu);
    }
    cpuS = (now.processCpuNs - first.processCpuNs) / 1e9;
    last = now;
    proc.residentKb()
        .ifPresent(kb ->
            rssMbMax = Double.isNaN(rssMbMax) ? kb / 1024.0 : Math.max(rssMbMax, kb / 1024.0));
  }

  /** CPU time of the process, but for its idlers. */
  private double workCpuNs() {
    return processCpuNs() - idlers.stream().mapToLong(threads::getThreadCpuTime).sum();
  }

  private static double processCpuNs() {
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      long ns = system.getProcessCpuTime();
      return ns < 0 ? Double.NaN : ns;
    }
    return Double.NaN;
  }

  /**
   * Ends the watch.
   *
   * @param actualEndNs when the measured window ended: as planned, or earlier
   * @param throughputPerS requests done per second of the window; NaN: unknown
   * @param loopStallNsMax longest stall of a loop in the window
   */
  public GeneratorHealth finish(long actualEndNs, double throughputPerS, long loopStallNsMax) {
    stopping = true;
    LockSupport.unpark(thread);
    joinUninterruptibly();
    if (actualEndNs - endNs < 0 && first != null && last != null) {
      sample(); // ended early: the thread did not get to its last look
    }
    double gcPauseMsMax = Double.NaN;
    if (pauses != null) {
      pauses.close();
      gcPauseMsMax = pauses.longestMs(measureNs, actualEndNs);
    }
    double busy = busiestLoop();
    return new GeneratorHealth(
        cpuUsPerRequest(throughputPerS),
        busy,
        loops.get().size(),
        busy > 0 && throughputPerS > 0 ? throughputPerS / busy : Double.NaN,
        Double.isNaN(busy) ? Double.NaN : Math.max(0, 1 - busy),
        gcPauseMsMax,
        loopStallNsMax / 1e6,
        clockJumpMsMax,
        rssMbMax);
  }

  private void joinUninterruptibly() {
    boolean again = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        again = true;
      }
    }
    if (again) {
      Thread.currentThread().interrupt();
    }
  }

  private double cpuUsPerRequest(double throughputPerS) {
    if (first == null || last == null || last.atNs == first.atNs) {
      return Double.NaN;
    }
    double cpuUsPerS =
        (last.processCpuNs - first.processCpuNs) / 1e3 / ((last.atNs - first.atNs) / 1e9);
    return throughputPerS > 0 ? cpuUsPerS / throughputPerS : Double.NaN;
  }

  /** CPU time / wall time of the loop that used most; a loop without a first reading has none. */
  private double busiestLoop() {
    if (first == null || last == null || last.atNs == first.atNs) {
      return Double.NaN;
    }
    return busiest(firstLoopCpu, last.loopCpu);
  }

  private static double busiest(Map<Long, LoopCpu> from, Map<Long, LoopCpu> to) {
    double busiest = Double.NaN;
    for (Map.Entry<Long, LoopCpu> loop : to.entrySet()) {
      LoopCpu before = from.get(loop.getKey());
      LoopCpu now = loop.getValue();
      if (before != null && now.atNs > before.atNs) {
        double wallNs = now.atNs - before.atNs;
        double busy = Math.min(1, (now.cpuNs - before.cpuNs) / wallNs);
        busiest = Double.isNaN(busiest) ? busy : Math.max(busiest, busy);
      }
    }
    return busiest;
  }

  /** CPU time / wall time of the busiest loop over the newest second; NaN: not known. */
  public double cpuBusy() {
    return cpuBusy;
  }

  /** CPU time of the process since the window began, seconds; NaN: not known. */
  public double cpuS() {
    return cpuS;
  }

  /** Share of the machine's CPU time stolen by its hypervisor in the window; NaN: unknown. */
  public double stealRatio() {
    if (first == null || last == null || first.ticks.isEmpty() || last.ticks.isEmpty()) {
      return Double.NaN;
    }
    long total = last.ticks.get().total() - first.ticks.get().total();
    long steal = last.ticks.get().steal() - first.ticks.get().steal();
    return total > 0 ? (double) steal / total : Double.NaN;
  }
}
