package dev.barrage.cli;

import java.util.OptionalInt;
import sun.misc.Signal;

/**
 * SIGINT and SIGTERM as requests to end a run: the first drains it, a second ends it at once. The
 * last signal's exit code is the process's.
 */
final class Signals {
  private volatile int exitCode;

  /** From here on signals no longer end the process, but call {@code interrupt} on their thread. */
  void handle(Runnable interrupt) {
    on("INT", ExitCode.INTERRUPTED, interrupt);
    on("TERM", ExitCode.TERMINATED, interrupt);
  }

  private void on(String name, int code, Runnable interrupt) {
    Signal.handle(
        new Signal(name),
        signal -> {
          exitCode = code;
          interrupt.run();
        });
  }

  /** The exit code that a signal asks for, if one came. */
  OptionalInt exitCode() {
    return exitCode == 0 ? OptionalInt.empty() : OptionalInt.of(exitCode);
  }
}
