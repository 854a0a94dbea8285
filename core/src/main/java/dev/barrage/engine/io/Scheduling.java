package dev.barrage.engine.io;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.BitSet;

/** How the Linux kernel schedules threads. Numbers are those of x86_64 and aarch64. */
final class Scheduling {
  /** Stands for the calling thread where a thread id is asked. */
  static final int CALLER = 0;

  private static final int PR_SET_TIMERSLACK = 29;
  private static final int SCHED_OTHER = 0;
  private static final int SCHED_FIFO = 1;
  private static final int SCHED_IDLE = 5;
  private static final long SHORTEST_SLICE_NS = 100_000;
  private static final int CPU_SET_BYTES = 1024 / 8;

  /** {@code struct sched_attr}: size, policy, flags, nice, priority, runtime, deadline, period. */
  private static final int ATTRIBUTE_BYTES = 48;

  private static final int POLICY = 4;
  private static final int FLAGS = 8;
  private static final int PRIORITY = 20;
  private static final int RUNTIME = 24;
  private static final long RESET_ON_FORK = 1;
  private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");
  private static final long SCHED_SETATTR = ARM ? 274 : 314;
  private static final long SCHED_GETATTR = ARM ? 275 : 315;

  private static final MethodHandle PRCTL =
      Libc.bind(
          "prctl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          Linker.Option.firstVariadicArg(1));
  private static final MethodHandle SYSCALL =
      Libc.bind(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(1));
  private static final FunctionDescriptor OF_AFFINITY =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
  private static final MethodHandle GET_AFFINITY = Libc.bind("sched_getaffinity", OF_AFFINITY);
  private static final MethodHandle SET_AFFINITY = Libc.bind("sched_setaffinity", OF_AFFINITY);
  private static final MethodHandle GET_THREAD_ID =
      Libc.bind("gettid", FunctionDescriptor.of(JAVA_INT));
  private static final MethodHandle SET_SCHEDULER =
      Libc.bind("sched_setscheduler", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));

  private Scheduling() {}

  /**
   * Has the calling thread wake when it asked to: timed waits without slack (the default is 50 µs),
   * and the shortest time slice. From Linux 6.12 on a thread that wakes gets the CPU at once from
   * one whose slice is longer, which otherwise keeps it for up to a timer tick (see {@code
   * sched_runtime} in sched_setattr(2)); older kernels ignore it. Policy and priority stay.
   */
  static void wakePunctually() {
    try (Arena arena = Arena.ofConfined()) {
      int _ = (int) PRCTL.invokeExact(PR_SET_TIMERSLACK, 1L, 0L, 0L, 0L);
      MemorySegment attributes = arena.allocate(ATTRIBUTE_BYTES, 8);
      long got = (long) SYSCALL.invokeExact(SCHED_GETATTR, 0, attributes, ATTRIBUTE_BYTES, 0);
      if (got == 0 && attributes.get(JAVA_INT, POLICY) == SCHED_OTHER) {
        attributes.set(JAVA_LONG, RUNTIME, SHORTEST_SLICE_NS);
        long _ = (long) SYSCALL.invokeExact(SCHED_SETATTR, 0, attributes, 0, 0);
      }
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** The calling thread's id in the kernel. */
  static int callerId() {
    try {
      return (int) GET_THREAD_ID.invokeExact();
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /**
   * A thread goes before all ordinary ones; threads that it starts are ordinary.
   *
   * @param thread its id in the kernel
   * @param priority among those that do so: from 1, the highest first
   * @return whether the kernel lets it: the superuser, {@code CAP_SYS_NICE}, or a limit of {@code
   *     RLIMIT_RTPRIO} of no less
   */
  static boolean beforeAllOthers(int thread, int priority) {
    return set(thread, SCHED_FIFO, priority);
  }

  /**
   * A thread is an ordinary one.
   *
   * @return whether the kernel lets it
   */
  static boolean likeAllOthers(int thread) {
    return set(thread, SCHED_OTHER, 0);
  }

  private static boolean set(int thread, int policy, int priority) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(ATTRIBUTE_BYTES, 8);
      attributes.set(JAVA_INT, 0, ATTRIBUTE_BYTES);
      attributes.set(JAVA_INT, POLICY, policy);
      attributes.set(JAVA_LONG, FLAGS, RESET_ON_FORK);
      attributes.set(JAVA_INT, PRIORITY, priority);
      return (long) SYSCALL.invokeExact(SCHED_SETATTR, thread, attributes, 0, 0) == 0;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** CPUs that the calling thread may use; empty if the kernel does not tell. */
  static BitSet cpus() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment set = arena.allocate(CPU_SET_BYTES, 8);
      int failed = (int) GET_AFFINITY.invokeExact(CALLER, (long) CPU_SET_BYTES, set);
      return failed < 0 ? new BitSet() : BitSet.valueOf(set.toArray(JAVA_LONG));
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Ties a thread to these CPUs, and moves it to one of them if it is elsewhere. It needs no
   * privilege. Threads that it starts are tied in the same way.
   *
   * @param thread its id in the kernel
   * @return whether the kernel did
   */
  static boolean tie(int thread, BitSet cpus) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment set = arena.allocate(CPU_SET_BYTES, 8);
      long[] bits = cpus.toLongArray();
      MemorySegment.copy(bits, 0, set, JAVA_LONG, 0, bits.length);
      return (int) SET_AFFINITY.invokeExact(thread, (long) CPU_SET_BYTES, set) == 0;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /**
   * The calling thread gets the time that nobody else wants ({@code SCHED_IDLE}, sched(7)). It
   * needs no privilege, and there is no way back.
   *
   * @return whether the kernel did
   */
  static boolean afterAllOthers() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment priority = arena.allocate(JAVA_INT);
      return (int) SET_SCHEDULER.invokeExact(CALLER, SCHED_IDLE, priority) == 0;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
