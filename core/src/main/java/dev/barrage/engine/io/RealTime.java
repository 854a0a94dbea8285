package dev.barrage.engine.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Event loops in the real-time class of the Linux scheduler ({@code SCHED_FIFO}, sched(7)), each on
 * a CPU that no other thread of this process uses.
 *
 * <p>A thread in that class takes its CPU at once from any ordinary thread, those of the kernel
 * included, which else keep it for milliseconds. It would also keep the JVM's own threads from it,
 * and HotSpot's compiler must not be stopped anywhere: a loop that calls a method whose code the
 * compiler is just replacing tries again until that is done. Hence CPUs of their own: what is not a
 * loop goes to the others, of which there must be one.
 *
 * <pre>{@code
 * try (RealTime cpus = RealTime.reserve(2)) { … cpus.enter(0); … }
 * }</pre>
 */
public final class RealTime implements AutoCloseable {
  private static final Path THREADS = Path.of("/proc/self/task");

  private final BitSet all;
  private final BitSet others;

  private RealTime(BitSet all, BitSet others) {
    this.all = all;
    this.others = others;
  }

  /** Whether threads of this process may enter it. Any thread; the calling one is left as it is. */
  public static boolean isAllowed() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return false;
    }
    CompletableFuture<Boolean> allowed = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("barrage-real-time")
        .start(() -> allowed.complete(Scheduling.beforeAllOthers()));
    return allowed.join();
  }

  /**
   * Moves all threads of this process off the last CPUs that the calling one may use, until closed.
   * Threads that were tied to some CPUs of theirs stay there.
   *
   * @param loops CPUs to reserve; fewer than there are
   */
  public static RealTime reserve(int loops) {
    BitSet all = Scheduling.cpus();
    if (loops >= all.cardinality()) {
      throw new IllegalArgumentException(
          "real time for " + loops + " loops wants more CPUs than " + all.cardinality());
    }
    BitSet others = (BitSet) all.clone();
    for (int i = 0; i < loops; i++) {
      others.clear(others.length() - 1);
    }
    moveThreads(all, others);
    return new RealTime(all, others);
  }

  /**
   * The calling thread gets one of the reserved CPUs and its class, for good; threads that it
   * starts are ordinary.
   *
   * @param loop which of the CPUs, from 0
   * @throws IllegalStateException it may not, see {@link #isAllowed}
   */
  public void enter(int loop) {
    BitSet reserved = (BitSet) all.clone();
    reserved.andNot(others);
    BitSet own = new BitSet();
    own.set(reserved.stream().skip(loop).findFirst().orElseThrow());
    if (!Scheduling.tie(Scheduling.CALLER, own) || !Scheduling.beforeAllOthers()) {
      throw new IllegalStateException("the kernel refused real-time scheduling");
    }
  }

  /** All threads may use all CPUs again; loops that still run keep theirs. */
  @Override
  public void close() {
    moveThreads(others, all);
  }

  /** New threads take after those that start them: one that has moved starts no other kind. */
  private static void moveThreads(BitSet from, BitSet to) {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (int thread : threads()) {
        moved |= Scheduling.cpus(thread).equals(from) && Scheduling.tie(thread, to);
      }
    }
  }

  private static List<Integer> threads() {
    try (Stream<Path> tasks = Files.list(THREADS)) {
      return tasks.map(task -> Integer.valueOf(task.getFileName().toString())).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
