package dev.barrage.bench.machine;

import dev.barrage.monitor.Host;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Where and on what is measured.
 *
 * @param home the working copy
 * @param scratch for temporary files; it goes when this process ends
 * @param serverCpu what servers are tied to
 * @param generatorCpu what generators are tied to
 */
public record Bench(Path home, Path scratch, int serverCpu, int generatorCpu) {
  private static final long LOOK_NS = 2_000_000_000L;
  private static final double BUSY_LIMIT = 0.05;
  private static final double STEAL_LIMIT = 0.01;

  public static Bench create(int serverCpu, int generatorCpu) throws IOException {
    Path home = Path.of(System.getProperty("barrage.home", "")).toAbsolutePath();
    if (!Files.isExecutable(home.resolve("barrage"))) {
      throw new IOException("no launcher in " + home + "; start the bench by its script");
    }
    Path scratch = Files.createTempDirectory("barrage-bench");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(scratch)));
    return new Bench(home, scratch, serverCpu, generatorCpu);
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("bench: cannot delete " + folder + ": " + e.getMessage());
    }
  }

  /** Barrage as its users start it: through the launcher, whose last act is to become Java. */
  public List<String> barrage(String... arguments) {
    var command = new ArrayList<String>();
    command.add(home.resolve("barrage").toString());
    command.addAll(List.of(arguments));
    return command;
  }

  /** Why this is no moment to measure; empty: it is quiet. Looks for two seconds. */
  public static String noise() {
    CpuTime.Machine before = CpuTime.ofMachine();
    long untilNs = System.nanoTime() + LOOK_NS;
    for (long left; (left = untilNs - System.nanoTime()) > 0; ) {
      LockSupport.parkNanos(left);
    }
    CpuTime.Machine used = CpuTime.ofMachine().since(before);
    double busy = (double) used.busyNs() / used.totalNs();
    double stolen = (double) used.stolenNs() / used.totalNs();
    if (busy <= BUSY_LIMIT && stolen <= STEAL_LIMIT) {
      return "";
    }
    return ("the machine is not quiet: %.0f%% busy with other work (at most %.0f%%),"
            + " %.1f%% stolen (at most %.0f%%), load %s")
        .formatted(
            busy * 100, BUSY_LIMIT * 100, stolen * 100, STEAL_LIMIT * 100, CpuTime.loadAverages());
  }

  /** What a reader must know to believe a figure or to measure it again. */
  public Map<String, Object> environment(List<String> command, String noise)
      throws IOException, InterruptedException {
    Host host = Host.detect();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("command", String.join(" ", command));
    all.put("at", Instant.now().toString());
    all.put("commit", tell("git", "rev-parse", "HEAD"));
    all.put("dirty", !tell("git", "status", "--porcelain", "-uno").isEmpty());
    all.put("jdk", host.jdk());
    all.put("os", host.os());
    all.put("kernel", host.kernel());
    all.put("cpus", Runtime.getRuntime().availableProcessors());
    all.put("cpu_model", host.cpuModel());
    all.put("memory_mb", host.memoryMb());
    all.put("server_cpu", serverCpu);
    all.put("generator_cpu", generatorCpu);
    all.put("load_average", CpuTime.loadAverages());
    all.put("noise_before", noise);
    all.put("nginx", tell("nginx", "-v"));
    return all;
  }

  /** The first line that a command prints; empty where it is missing. */
  public String tell(String... command) throws IOException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true).start();
      byte[] said = process.getInputStream().readAllBytes();
      process.waitFor();
      return new String(said, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  /** {@code bench/results/<date>-<short commit>}, where results of this state belong. */
  public Path resultsFolder() throws IOException, InterruptedException {
    String commit = tell("git", "rev-parse", "--short", "HEAD");
    return home.resolve("bench/results").resolve(LocalDate.now(ZoneOffset.UTC) + "-" + commit);
  }
}
