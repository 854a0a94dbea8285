package dev.barrage.bench.figure;

import dev.barrage.bench.machine.Bench;
import dev.barrage.bench.machine.CpuTime;
import dev.barrage.bench.machine.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A finished run of Barrage as a process of its own, tied to the generator's CPU.
 *
 * @param json the run's {@code run.json}
 * @param folder the run's directory
 * @param peakMemoryBytes most resident memory, as seen shortly before its end
 */
record BarrageRun(JsonNode json, Path folder, int exitCode, long peakMemoryBytes, String output) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * Runs {@code barrage run} with these arguments on the generator's CPU.
   *
   * @throws IOException if it wrote no record
   */
  static BarrageRun of(Bench bench, String... arguments) throws IOException, InterruptedException {
    return on(bench.generatorCpu(), bench, arguments);
  }

  /** The same on a CPU, or on {@link Launch#ANY_CPU}. */
  static BarrageRun on(int cpu, Bench bench, String... arguments)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(bench.scratch(), "run");
    List<String> all = new ArrayList<>(List.of("run"));
    all.addAll(Arrays.asList(arguments));
    all.addAll(List.of("--only-summary", "--no-color", "-o", folder.resolve("record").toString()));
    List<String> command = bench.barrage(all.toArray(String[]::new));
    try (Launch launch = Launch.on(cpu, command, folder)) {
      long memory = 0;
      while (launch.handle().isAlive()) {
        memory = Math.max(memory, CpuTime.peakMemoryBytes(launch.handle()));
        LockSupport.parkNanos(250_000_000L);
      }
      int code = launch.await(10);
      Path record = folder.resolve("record");
      if (!Files.exists(record.resolve("run.json"))) {
        throw new IOException("no record; exit code " + code + "; it printed:\n" + launch.output());
      }
      JsonNode json = JSON.readTree(Files.readString(record.resolve("run.json")));
      return new BarrageRun(json, record, code, memory, launch.output());
    }
  }

  /** A number of the record by its path: {@code "/latency_us/p99"}. */
  double number(String pointer) throws IOException {
    JsonNode node = json.at(pointer);
    if (!node.isNumber()) {
      throw new IOException("run.json has no number at " + pointer + "; it printed:\n" + output);
    }
    return node.asDouble();
  }

  /** The verdict, and why if it is not PASS. */
  String verdict() {
    StringBuilder text = new StringBuilder(json.at("/verdict").asString(""));
    for (JsonNode reason : json.at("/reasons")) {
      text.append("; ").append(reason.path("message").asString(""));
    }
    return text.toString();
  }
}
