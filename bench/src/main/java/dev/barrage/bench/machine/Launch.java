package dev.barrage.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A child process, tied to a CPU, its output kept.
 *
 * <pre>{@code
 * try (Launch wrk = Launch.on(1, List.of("wrk", …), folder)) {
 *   wrk.until(5_000_000_000L);           // five seconds after its start
 *   int code = wrk.await(60);
 * }                                      // ended if it still runs
 * }</pre>
 */
public final class Launch implements AutoCloseable {
  /** In place of a CPU number: wherever the kernel likes. */
  public static final int ANY_CPU = -1;

  private static final Path ONLINE = Path.of("/sys/devices/system/cpu/online");

  private final List<String> command;
  private final Path output;
  private final Process process;
  private final long startNs;

  private Launch(List<String> command, Path output, Process process, long startNs) {
    this.command = command;
    this.output = output;
    this.process = process;
    this.startNs = startNs;
  }

  /**
   * @throws IOException if it cannot be started
   */
  public static Launch on(int cpu, List<String> command, Path folder) throws IOException {
    // Told in both cases: a child would else inherit what this process is tied to.
    String cpus = cpu == ANY_CPU ? Files.readString(ONLINE).strip() : "" + cpu;
    List<String> whole = new ArrayList<>(List.of("taskset", "-c", cpus));
    whole.addAll(command);
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder = new ProcessBuilder(whole).directory(folder.toFile());
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    long startNs = System.nanoTime();
    return new Launch(whole, output, builder.start(), startNs);
  }

  /** Ties this process, all its threads and what they start from now on, to a CPU. */
  public static void tieSelf(int cpu) throws IOException, InterruptedException {
    String pid = "" + ProcessHandle.current().pid();
    Process tying =
        new ProcessBuilder("taskset", "-a", "-p", "-c", "" + cpu, pid)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (tying.waitFor() != 0) {
      throw new IOException("taskset could not tie this process to CPU " + cpu);
    }
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  public List<String> command() {
    return command;
  }

  /** {@link System#nanoTime()} just before the process was made. */
  public long startNs() {
    return startNs;
  }

  /**
   * Waits until so long after the start.
   *
   * @throws IOException if the process ends before that
   */
  public void until(long afterStartNs) throws IOException {
    for (long left; (left = startNs + afterStartNs - System.nanoTime()) > 0; ) {
      if (!process.isAlive()) {
        throw new IOException("it ended early: " + String.join(" ", command) + "\n" + output());
      }
      LockSupport.parkNanos(Math.min(left, 200_000_000L));
    }
  }

  /**
   * Waits for the end.
   *
   * @return the exit code
   * @throws IOException if it does not end within so many seconds
   */
  public int await(long seconds) throws IOException, InterruptedException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new IOException("it did not end in time: " + String.join(" ", command));
    }
    return process.exitValue();
  }

  /** What it has printed so far on both of its outputs. */
  public String output() throws IOException {
    return Files.readString(output);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
