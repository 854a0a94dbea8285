package dev.barrage.bench.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** CPU time and memory of processes and of the whole machine, as Linux counts them in /proc. */
public final class CpuTime {
  /** Linux shows times to user space in hundredths of a second, whatever its own clock is. */
  private static final long TICK_NS = 10_000_000L;

  /**
   * The machine since its start, summed over its CPUs, ns.
   *
   * @param busyNs user and system, interrupts included
   * @param stolenNs taken by the hypervisor
   * @param totalNs all, idle included
   */
  public record Machine(long busyNs, long stolenNs, long totalNs) {
    /** What was used since an earlier reading. */
    public Machine since(Machine before) {
      return new Machine(
          busyNs - before.busyNs, stolenNs - before.stolenNs, totalNs - before.totalNs);
    }
  }

  private CpuTime() {}

  /** User and system time of a process and of its children, dead or alive, ns. */
  public static long ofProcessNs(ProcessHandle process) {
    try (Stream<ProcessHandle> children = process.descendants()) {
      return Stream.concat(Stream.of(process), children).mapToLong(p -> ticks(p.pid())).sum()
          * TICK_NS;
    }
  }

  /** utime, stime, cutime and cstime: fields 14 to 17 of {@code /proc/PID/stat}. */
  private static long ticks(long pid) {
    String stat = read(Path.of("/proc/" + pid + "/stat"));
    if (stat.isEmpty()) {
      return 0;
    }
    // The command may hold blanks and parentheses: fields are counted from behind it.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long sum = 0;
    for (int i = 11; i <= 14; i++) {
      sum += Long.parseLong(fields[i]);
    }
    return sum;
  }

  public static Machine ofMachine() {
    String[] fields = read(Path.of("/proc/stat")).lines().findFirst().orElse("").split(" +");
    long total = 0;
    for (int i = 1; i <= 8; i++) {
      total += Long.parseLong(fields[i]);
    }
    long idle = Long.parseLong(fields[4]) + Long.parseLong(fields[5]);
    long stolen = Long.parseLong(fields[8]);
    return new Machine((total - idle - stolen) * TICK_NS, stolen * TICK_NS, total * TICK_NS);
  }

  /** Most memory that a process has held, bytes; 0 if it has ended. */
  public static long peakMemoryBytes(ProcessHandle process) {
    return read(Path.of("/proc/" + process.pid() + "/status"))
        .lines()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElse(0);
  }

  /** The three load averages. */
  public static String loadAverages() {
    return read(Path.of("/proc/loadavg")).replaceFirst("^(\\S+ \\S+ \\S+).*\\s*$", "$1");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      // A process that ends while its file is read.
      if (String.valueOf(e.getMessage()).contains("No such process")) {
        return "";
      }
      throw new UncheckedIOException(e);
    }
  }
}
