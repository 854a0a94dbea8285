package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.barrage.testkit.RealComponent;
import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code --csv} beside the files of a real Locust: file for file, header for header. */
class LocustCsvTest {
  private static final String LOCUSTFILE =
      """
      from locust import HttpUser, constant, task

      class Visitor(HttpUser):
          wait_time = constant(0.01)

          @task
          def hello(self):
              self.client.get("/hello")

          @task
          def refused(self):
              self.client.get("/refused", name='refused, by "name"')
      """;
  private static final String PLAN =
      """
      target: %s
      users:
        Visitor:
          wait: 10ms
          tasks:
            - get: /hello
            - get: /refused
              name: 'refused, by "name"'
      load: [hold 2 users for 4s]
      objectives: {error rate: 100%%}
      """;

  @TempDir Path folder;

  /** Header lines by the end of the file's name. */
  private static Map<String, String> fixture() throws Exception {
    Map<String, String> headers = new TreeMap<>();
    try (InputStream in = LocustCsvTest.class.getResourceAsStream("locust-headers.txt")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> headers.put(line.split(": ", 2)[0], line.split(": ", 2)[1]));
    }
    return headers;
  }

  /** All files with this prefix, by the rest of their names. */
  private Map<String, String> files(String prefix) throws Exception {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> list = Files.list(folder)) {
      for (Path file : list.toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith(prefix)) {
          files.put(name.substring(prefix.length()), Files.readString(file));
        }
      }
    }
    return files;
  }

  private Map<String, String> ours(Target target) throws Exception {
    String plan =
        Files.writeString(
                folder.resolve("visitor.yaml"), PLAN.formatted(target.url()) + Plans.PATIENT)
            .toString();
    BarrageProcess run =
        BarrageProcess.run(
            folder, "run", plan, "--no-record", "--quiet", "--csv", "ours", "--csv-full-history");
    assertThat(run.exitCode()).as(run.err()).isNotEqualTo(ExitCode.USAGE); // whatever its verdict
    return files("ours");
  }

  private Map<String, String> locusts(Path locust, Target target) throws Exception {
    Path file = Files.writeString(folder.resolve("locustfile.py"), LOCUSTFILE);
    List<String> command = new ArrayList<>(List.of(locust.toString(), "-f", file.toString()));
    command.addAll(List.of("--headless", "-u", "2", "-r", "10", "-t", "60s"));
    command.addAll(List.of("-H", target.url(), "--csv", folder.resolve("theirs").toString()));
    command.add("--csv-full-history");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(folder.resolve("locust.log").toFile())
            .start();
    try {
      // It writes the whole table each second, and the history when it ends.
      Path stats = folder.resolve("theirs_stats.csv");
      await()
          .atMost(50, TimeUnit.SECONDS)
          .until(() -> Files.exists(stats) && Files.readString(stats).lines().count() > 3);
      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("locust has ended").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return files("theirs");
  }

  private static String header(String file) {
    return file.substring(0, file.indexOf("\r\n"));
  }

  @Test
  void headersAreLocusts() throws Exception {
    try (Target target = new Target()) {
      Map<String, String> ours = ours(target);
      Map<String, String> headers = new TreeMap<>(ours);
      headers.replaceAll((name, text) -> header(text));
      assertThat(headers).isEqualTo(fixture());
      for (String text : ours.values()) {
        assertThat(text.replace("\r\n", "")).as("line ends").doesNotContain("\r", "\n");
      }
    }
  }

  /** Of 40 answers in 1 s and as much drain a rate of 40/s would be none that was ever seen. */
  @Test
  void afterALongDrainRatesAreThoseOfTheirCounts() throws Exception {
    try (Target target = new Target().delayMs(1_500)) {
      Path plan = Plans.patient(folder, target.url(), "hold 40/s for 1s");
      BarrageProcess run =
          BarrageProcess.run(
              folder,
              "run",
              plan.toString(),
              "--warmup=0s",
              "-o=r",
              "--csv=r/l",
              "--k6-summary=k6");
      JsonNode record = run.record("r");
      long ended = record.at("/counts/ok").asLong() + record.at("/counts/failed").asLong();
      Instant endedAt = Instant.parse(record.path("ended_at").asString());
      Instant startedAt = Instant.parse(record.path("started_at").asString());
      double tookS = Duration.between(startedAt, endedAt).toMillis() / 1e3;
      assertThat(ended).as(run.err()).isEqualTo(40);
      assertThat(record.path("throughput_per_s").asDouble()).isZero();
      for (String line : Files.readAllLines(folder.resolve("r/l_stats.csv")).subList(1, 3)) {
        assertThat(line.split(",")[2]).isEqualTo("40");
        assertThat(Double.parseDouble(line.split(",")[9])).isCloseTo(ended / tookS, within(0.5));
      }
      JsonNode k6 = JsonMapper.shared().readTree(Files.readString(folder.resolve("k6")));
      JsonNode requests = k6.at("/metrics/http_reqs");
      assertThat(requests.path("count").asLong()).isEqualTo(ended);
      assertThat(requests.path("rate").asDouble()).isCloseTo(ended / tookS, within(0.5));
    }
  }

  @Test
  void aRealLocustWritesTheSameFilesHeadersAndFormats() throws Exception {
    Path locust = RealComponent.require("locust");
    try (Target target = new Target()) {
      Map<String, String> theirs = locusts(locust, target);
      Map<String, String> ours = ours(target);

      assertThat(ours.keySet()).isEqualTo(theirs.keySet());
      for (String name : theirs.keySet()) {
        assertThat(header(ours.get(name))).as(name).isEqualTo(header(theirs.get(name)));
      }
      assertThat(formats(ours.get("_stats.csv"))).isEqualTo(formats(theirs.get("_stats.csv")));
      String history = "_stats_history.csv";
      assertThat(lastSecond(ours.get(history))).isEqualTo(lastSecond(theirs.get(history)));
      String failures = "_failures.csv";
      assertThat(formats(ours.get(failures))).isEqualTo(formats(theirs.get(failures)));
      assertThat(ours.get(failures)).contains("GET,\"refused, by \"\"name\"\"\",");
      assertThat(theirs.get(failures)).contains("GET,\"refused, by \"\"name\"\"\",");
    }
  }

  /** Each row's cells, named by how they are written; names and words stand for themselves. */
  private static List<List<String>> formats(String file) {
    List<List<String>> rows = new ArrayList<>();
    for (String line : file.split("\r\n")) {
      String plain = line.replaceAll("\"(?:[^\"]|\"\")*\"", "quoted");
      rows.add(Stream.of(plain.split(",", -1)).map(LocustCsvTest::format).toList());
    }
    return rows.subList(1, rows.size());
  }

  /** One row for each request, and one for all. */
  private static List<List<String>> lastSecond(String history) {
    List<List<String>> rows = formats(history);
    return rows.subList(rows.size() - 3, rows.size());
  }

  private static String format(String cell) {
    return cell.matches("\\d+\\.\\d{6}")
        ? "six decimals or a float"
        : cell.matches("\\d+\\.\\d+")
            ? "six decimals or a float"
            : cell.matches("\\d+")
                ? "whole"
                : cell.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ") ? "time" : word(cell);
  }

  /** Locust words an error in its own way; that there is one is what both say. */
  private static String word(String cell) {
    return cell.contains("503") || cell.contains("HTTPError") ? "quoted" : cell;
  }
}
