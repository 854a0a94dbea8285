package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every example plan through the gateway of the testbed. */
class ExamplesRunTest {
  private static String gateway;

  @TempDir Path folder;

  static List<String> examples() throws Exception {
    try (Stream<Path> files = Files.list(BarrageProcess.HOME.resolve("examples"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .sorted()
          .toList();
    }
  }

  @BeforeAll
  static void start() throws Exception {
    gateway = SharedTestbed.get().gateway().toString();
    // The first answer of a gateway just started takes seconds on a busy machine.
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI hello = URI.create(gateway + "/api/hello");
      client.send(HttpRequest.newBuilder(hello).build(), BodyHandlers.discarding());
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  @Execution(ExecutionMode.CONCURRENT)
  void runsThroughTheGateway(String example) throws Exception {
    String plan = BarrageProcess.HOME.resolve("examples").resolve(example).toString();
    String record = folder.resolve("r").toString();
    // A gateway just started is slow, which may miss objectives: here its answers count.
    String[] patient = {"-t=1s", "--timeout=40s", "--drain=40s", "-o", record};
    String[] command = {"run", plan, "-H", gateway};
    CommandLineRun run =
        CommandLineRun.of(Stream.of(command, patient).flatMap(Stream::of).toArray(String[]::new));
    JsonNode counts =
        JsonMapper.shared().readTree(Files.readString(folder.resolve("r/run.json"))).path("counts");
    assertThat(counts.path("ok").asLong()).as("%s: %s", counts, run.err()).isPositive();
    assertThat(counts.path("failed").asLong()).as(run.err()).isZero();
    assertThat(counts.path("dropped").asLong()).as("%s", counts).isZero();
  }
}
