package dev.barrage.bench.server;

import com.sun.net.httpserver.HttpServer;
import dev.barrage.bench.machine.Bench;
import dev.barrage.bench.machine.Launch;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that answers "hello", whose resident memory is a saw, and that leaks a known number of
 * bytes per second.
 *
 * <p>The saw is memory outside the heap that is taken in steps and given back at once, every 3 to 9
 * s, 20 to 60 MB high: what a collector's saw looks like from outside, drawn anew by the seed. Code
 * is not compiled and the heap is of one size and touched from the start, so that nothing else
 * grows.
 */
public final class LeakingProcess implements AutoCloseable {
  private static final long STEP_NS = 100_000_000L;
  private static final long READY_NS = 20_000_000_000L;
  private static final int STEPS_PER_S = 10;
  private static final int MB = 1_000_000;

  private final Launch process;
  private final String url;

  private LeakingProcess(Launch process, String url) {
    this.process = process;
    this.url = url;
  }

  /**
   * @param leakBytesPerS bytes that are never given back; 0: no leak
   * @throws IOException if it does not start
   */
  public static LeakingProcess start(Bench bench, long leakBytesPerS, long seed)
      throws IOException {
    List<String> command =
        List.of(
            "env",
            // What is given back leaves the process at once: no thresholds that glibc learns.
            "MALLOC_MMAP_THRESHOLD_=65536",
            "MALLOC_ARENA_MAX=1",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xint",
            "-Xms24m",
            "-Xmx24m",
            "-XX:+AlwaysPreTouch",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            LeakingProcess.class.getName(),
            "" + leakBytesPerS,
            "" + seed);
    Launch process =
        Launch.on(bench.serverCpu(), command, Files.createTempDirectory(bench.scratch(), "leak"));
    long untilNs = System.nanoTime() + READY_NS;
    while (!process.output().endsWith("\n")) {
      if (System.nanoTime() - untilNs > 0 || !process.handle().isAlive()) {
        process.close();
        throw new IOException("the leaking process is not ready:\n" + process.output());
      }
      LockSupport.parkNanos(20_000_000L);
    }
    return new LeakingProcess(process, process.output().strip());
  }

  public String url() {
    return url;
  }

  public long pid() {
    return process.handle().pid();
  }

  @Override
  public void close() {
    process.close();
  }

  /** The process itself: bytes per second, seed. Prints its URL. */
  public static void main(String[] args) throws IOException {
    byte[] hello = "hello\n".getBytes(StandardCharsets.US_ASCII);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, hello.length);
          exchange.getResponseBody().write(hello);
          exchange.close();
        });
    server.start();
    System.out.println("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    use(Long.parseLong(args[0]), new Random(Long.parseLong(args[1])));
  }

  /** Takes and gives back memory for ever, a tooth after the other. */
  private static void use(long leakBytesPerS, Random random) {
    long startNs = System.nanoTime();
    long leaked = 0;
    double lengthS = 3 + 6 * random.nextDouble();
    long tooth = (long) ((20 + 40 * random.nextDouble()) * MB);
    int steps = (int) (lengthS * STEPS_PER_S);
    long nextNs = startNs;
    while (true) {
      try (Arena given = Arena.ofConfined()) {
        for (int step = 0; step < steps; step++) {
          given.allocate(tooth / steps); // zeroed, hence touched
          long due = (long) (leakBytesPerS * ((System.nanoTime() - startNs) / 1e9)) - leaked;
          if (due > 0) {
            Arena.global().allocate(due);
            leaked += due;
          }
          nextNs += STEP_NS;
          LockSupport.parkNanos(nextNs - System.nanoTime());
        }
      }
    }
  }
}
