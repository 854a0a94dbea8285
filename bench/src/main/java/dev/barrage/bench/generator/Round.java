package dev.barrage.bench.generator;

import dev.barrage.bench.generator.Generator.Job;
import dev.barrage.bench.machine.Bench;
import dev.barrage.bench.machine.CpuTime;
import dev.barrage.bench.machine.Launch;
import dev.barrage.bench.server.Nginx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What one generator cost in one round, over a window in which it was warm.
 *
 * @param requests that the server counted in the window
 * @param cpuUsPerRequest of the generator's process and its children, user and system
 * @param serverCpuShare of one CPU: near 1, the server was the bottleneck
 * @param peakMemoryBytes most resident memory of the process up to the window's end
 * @param othersCpuShare of one CPU, used by neither generator nor server
 * @param stealShare of all CPU time, taken by the hypervisor
 * @param output all that the generator printed
 */
public record Round(
    int number,
    Generator generator,
    String command,
    double windowS,
    long requests,
    double cpuUsPerRequest,
    double requestsPerS,
    double generatorCpuShare,
    double serverCpuShare,
    long peakMemoryBytes,
    double othersCpuShare,
    double stealShare,
    int exitCode,
    String output) {
  /** Start-up of the slowest generator, and what its last second is spoiled by. */
  private static final int MARGIN_S = 1;

  private record Reading(long atNs, long cpuNs, long requests, long serverNs, CpuTime.Machine all) {
    static Reading take(ProcessHandle generator, Nginx server) throws IOException {
      long atNs = System.nanoTime();
      long cpuNs = CpuTime.ofProcessNs(generator);
      long requests = server.requests();
      return new Reading(atNs, cpuNs, requests, server.cpuNs(), CpuTime.ofMachine());
    }
  }

  /** Runs a generator once; the window begins a second after its warm-up should have ended. */
  public static Round measure(
      Bench bench, Nginx server, int number, Generator generator, int warmupS, int windowS)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(bench.scratch(), generator.program());
    Job job = new Job(server.url("/hello"), 64, warmupS, windowS + 2 * MARGIN_S, folder);
    try (Launch launch = Launch.on(bench.generatorCpu(), generator.command(bench, job), folder)) {
      long fromNs = (warmupS + MARGIN_S) * 1_000_000_000L;
      launch.until(fromNs);
      Reading first = Reading.take(launch.handle(), server);
      launch.until(fromNs + windowS * 1_000_000_000L);
      Reading last = Reading.take(launch.handle(), server);
      long memory = CpuTime.peakMemoryBytes(launch.handle());
      int exitCode = launch.await(60);
      String command = String.join(" ", launch.command()).replace(bench.home() + "/", "./");
      return of(number, generator, command, first, last, memory, exitCode, launch.output());
    }
  }

  private static Round of(
      int number,
      Generator generator,
      String command,
      Reading first,
      Reading last,
      long memory,
      int exitCode,
      String output)
      throws IOException {
    long requests = last.requests - first.requests;
    double ns = last.atNs - first.atNs;
    long cpuNs = last.cpuNs - first.cpuNs;
    long serverNs = last.serverNs - first.serverNs;
    if (exitCode != 0 || requests < 100) {
      throw new IOException(
          "%s served %d requests and ended with %d; it printed:%n%s"
              .formatted(generator.program(), requests, exitCode, output));
    }
    CpuTime.Machine used = last.all.since(first.all);
    return new Round(
        number,
        generator,
        command,
        ns / 1e9,
        requests,
        cpuNs / 1e3 / requests,
        requests / (ns / 1e9),
        cpuNs / ns,
        serverNs / ns,
        memory,
        Math.max(0, used.busyNs() - cpuNs - serverNs) / ns,
        (double) used.stolenNs() / used.totalNs(),
        exitCode,
        output);
  }
}
