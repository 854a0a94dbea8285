package dev.barrage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a bench leaves what it found: {@code NAME.txt} to read, {@code NAME.json} to compute with,
 * {@code NAME-raw.txt} with what the programs printed.
 */
record Results(Path folder, String name) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  void write(Map<String, Object> environment, List<String> table, Map<String, Object> json)
      throws IOException {
    Files.createDirectories(folder);
    StringBuilder text = new StringBuilder();
    environment.forEach((key, value) -> text.append("%-14s %s%n".formatted(key, value)));
    text.append('\n').append(String.join("\n", table)).append('\n');
    Files.writeString(folder.resolve(name + ".txt"), text);
    json.put("environment", environment);
    Files.writeString(folder.resolve(name + ".json"), JSON.writeValueAsString(json) + "\n");
  }

  void writeRaw(String text) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(name + "-raw.txt"), text);
  }
}
