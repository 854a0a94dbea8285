package dev.barrage.bench.figure;

import dev.barrage.bench.machine.Bench;
import dev.barrage.bench.machine.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a command of Barrage wrote with {@code --json}, as a process tied to the generator's CPU.
 *
 * @param output all that it printed
 */
record BarrageAnswer(JsonNode json, int exitCode, String output) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * Runs the command.
   *
   * @param seconds it may take at most
   * @throws IOException if it wrote nothing
   */
  static BarrageAnswer of(Bench bench, int seconds, String... arguments)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(bench.scratch(), "answer");
    Path file = folder.resolve("answer.json");
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--json", file.toString()));
    List<String> command = bench.barrage(all.toArray(String[]::new));
    try (Launch launch = Launch.on(bench.generatorCpu(), command, folder)) {
      int code = launch.await(seconds);
      if (!Files.exists(file)) {
        throw new IOException("no answer; exit code " + code + "; it printed:\n" + launch.output());
      }
      return new BarrageAnswer(JSON.readTree(Files.readString(file)), code, launch.output());
    }
  }
}
