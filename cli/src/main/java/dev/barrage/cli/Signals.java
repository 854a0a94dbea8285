package dev.barrage.cli;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.OptionalInt;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * SIGINT, SIGTERM and the SIGHUP of a closed terminal as requests to end a run: the first drains
 * it, a second ends it at once. The last signal's exit code is the process's. Under {@code nohup}
 * SIGHUP stays ignored.
 */
final class Signals {
  private volatile int exitCode;

  /** From here on signals no longer end the process, but call {@code interrupt} on their thread. */
  void handle(Runnable interrupt) {
    on("INT", ExitCode.INTERRUPTED, interrupt);
    on("TERM", ExitCode.TERMINATED, interrupt);
    Signal.handle(new Signal("HUP"), handler(ExitCode.HUNG_UP, interrupt));
  }

  private SignalHandler handler(int code, Runnable interrupt) {
    return received -> {
      exitCode = code;
      interrupt.run();
    };
  }

  private void on(String name, int code, Runnable interrupt) {
    Signal signal = new Signal(name);
    SignalHandler handler = handler(code, interrupt);
    if (SignalHandler.SIG_IGN.equals(Signal.handle(signal, handler))) {
      DefaultAction.restore(signal);
      Signal.handle(signal, handler);
    }
  }

  /**
   * The JVM leaves a signal alone that was ignored when it started, as SIGINT is for a program that
   * a script puts in the background: {@code kill -INT} would not end the load. So the C library
   * takes the ignoring back first.
   */
  private static final class DefaultAction {
    static void restore(Signal signal) {
      Linker linker = Linker.nativeLinker();
      Optional<MemorySegment> function = linker.defaultLookup().find("signal");
      FunctionDescriptor descriptor =
          FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
      if (function.isPresent()) {
        try {
          MemorySegment _ =
              (MemorySegment)
                  linker
                      .downcallHandle(function.get(), descriptor)
                      .invokeExact(signal.getNumber(), MemorySegment.NULL);
        } catch (Throwable e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  /** The exit code that a signal asks for, if one came. */
  OptionalInt exitCode() {
    return exitCode == 0 ? OptionalInt.empty() : OptionalInt.of(exitCode);
  }
}
