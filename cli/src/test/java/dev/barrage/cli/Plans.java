package dev.barrage.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Plan files whose measurement is valid on however busy a machine. */
final class Plans {
  static final String PATIENT =
      """
      validity:
        send lag: 100s
        loop stall: 100s
        gc pause: 100s
        steal: 100%
        clock jump: 100s
      """;

  private Plans() {}

  /** Writes {@code patient.yaml}: GET / of this target under this load. */
  static Path patient(Path folder, String url, String load) throws IOException {
    return Files.writeString(
        folder.resolve("patient.yaml"),
        "target: %s\nusers: {u: {tasks: [{get: /}]}}\nload: [%s]\n".formatted(url, load) + PATIENT);
  }
}
