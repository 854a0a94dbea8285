package dev.barrage.engine.io;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Keeps the CPUs of this process from going idle, so that whoever waits on them wakes at once.
 *
 * <p>A virtual CPU that goes idle is given back to the hypervisor and returns late: by a
 * millisecond or more in one wake-up of a thousand, whatever the program. Bare metal pays for deep
 * sleep states in the same way, with microseconds. Here one thread per CPU uses up what nobody else
 * wants of it ({@code SCHED_IDLE}): any other thread takes the CPU from it at once. It costs
 * electricity, and quota where a container has one.
 *
 * <pre>{@code
 * try (StayAwake awake = StayAwake.start()) { … }
 * }</pre>
 *
 * <p>The threads wait for a spin lock that {@link #close} lets go. They wait outside of Java, where
 * a starved thread holds up no safepoint. Linux only. Any thread may call.
 */
public final class StayAwake implements AutoCloseable {
  private static final FunctionDescriptor OF_LOCK = FunctionDescriptor.of(JAVA_INT, ADDRESS);

  private final MemorySegment lock = Arena.ofAuto().allocate(JAVA_INT);
  private final MethodHandle spin = Libc.bind("pthread_spin_lock", OF_LOCK);
  private final MethodHandle release = Libc.bind("pthread_spin_unlock", OF_LOCK);
  private final List<Thread> threads = new ArrayList<>();

  private StayAwake() {
    MethodHandle make =
        Libc.bind("pthread_spin_init", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    try {
      int _ = (int) make.invokeExact(lock, 0);
      int _ = (int) spin.invokeExact(lock);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Whether this machine can be kept awake: Linux. */
  public static boolean isSupported() {
    return System.getProperty("os.name", "").equals("Linux");
  }

  /**
   * Keeps all CPUs awake that the calling thread may use, until closed.
   *
   * @throws UnsupportedOperationException unless {@link #isSupported}
   */
  public static StayAwake start() {
    if (!isSupported()) {
      throw new UnsupportedOperationException("keeping CPUs awake needs Linux");
    }
    StayAwake awake = new StayAwake();
    Scheduling.cpus().stream().forEach(awake::keep);
    return awake;
  }

  private void keep(int cpu) {
    BitSet own = new BitSet();
    own.set(cpu);
    Runnable waiting =
        () -> {
          if (Scheduling.tie(Scheduling.CALLER, own) && Scheduling.afterAllOthers()) {
            waitForever();
          }
        };
    threads.add(Thread.ofPlatform().daemon().name("barrage-awake-" + cpu).start(waiting));
  }

  private void waitForever() {
    try {
      int _ = (int) spin.invokeExact(lock);
      int _ = (int) release.invokeExact(lock); // for the next one
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Ids of its threads: their CPU time is nobody's work. */
  public List<Long> threadIds() {
    return threads.stream().map(Thread::threadId).toList();
  }

  @Override
  public void close() {
    try {
      int _ = (int) release.invokeExact(lock);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
