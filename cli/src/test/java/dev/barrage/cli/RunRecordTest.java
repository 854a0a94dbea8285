package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a run leaves: its exit code, console, files and figures. */
@Execution(ExecutionMode.CONCURRENT)
class RunRecordTest {
  @TempDir Path folder;

  private static long sum(JsonNode object) {
    return object.valueStream().mapToLong(JsonNode::asLong).sum();
  }

  private static long sum(JsonNode rows, String field, String... phases) {
    return StreamSupport.stream(rows.spliterator(), false)
        .filter(row -> List.of(phases).contains(row.path("phase").asString()))
        .mapToLong(row -> row.path(field).asLong())
        .sum();
  }

  private List<String> files(String of) throws Exception {
    try (Stream<Path> list = Files.list(folder.resolve(of))) {
      return list.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void passesAndTellsTheSameAsTheServer() throws Exception {
    try (Target target = new Target()) {
      Path plan = Plans.patient(folder, target.url(), "hold 100/s for 1s");
      BarrageProcess run =
          BarrageProcess.run(folder, "run", plan.toString(), "--warmup", "300ms", "-o", "r");

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out()).startsWith("PASS  patient").contains("100 planned = 100 started");
      assertThat(run.err()).contains(" s of 1.3").doesNotContain("barrage:");
      assertThat(files("r"))
          .contains("run.json", "report.html", "latency.hlog", "service.hlog", "plan.yaml");
      assertThat(Files.readString(folder.resolve("r/summary.txt"))).isEqualTo(run.out());

      JsonNode json = run.record("r");
      JsonNode counts = json.path("counts");
      assertThat(json.path("verdict").asString()).isEqualTo("PASS");
      assertThat(json.path("reasons")).isEmpty();
      assertThat(counts.path("planned").asLong()).isEqualTo(100);
      assertThat(counts.path("warmup").asLong()).isEqualTo(30);
      assertThat(counts.path("sent").asLong()).isEqualTo(target.count()).isEqualTo(130);
      conserved(json);
      valid(json);
    }
  }

  private static void conserved(JsonNode json) {
    JsonNode counts = json.path("counts");
    long started = counts.path("started").asLong();
    long ok = counts.path("ok").asLong();
    long failed = counts.path("failed").asLong();
    assertThat(started + counts.path("dropped").asLong())
        .isEqualTo(counts.path("planned").asLong());
    assertThat(ok + failed + counts.path("unfinished").asLong()).isEqualTo(started);
    assertThat(sum(json.path("outcomes"))).isEqualTo(ok + failed);
    assertThat(sum(json.path("statuses"))).isLessThanOrEqualTo(ok + failed);
    JsonNode rows = json.path("timeline");
    assertThat(sum(rows, "started", "measure")).isEqualTo(started);
    assertThat(sum(rows, "dropped", "measure")).isEqualTo(counts.path("dropped").asLong());
    assertThat(sum(rows, "ok", "measure", "drain")).isEqualTo(ok);
    assertThat(sum(rows, "failed", "measure", "drain")).isEqualTo(failed);
  }

  /** Against the schema that the program itself prints. */
  private static void valid(JsonNode json) {
    String text = CommandLineRun.of("schema", "run").out();
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(JsonMapper.shared().readTree(text));
    assertThat(schema.validate(json)).isEmpty();
  }

  @Test
  void standardOutputIsPureJsonWhenAsked() throws Exception {
    try (Target target = new Target()) {
      Path plan = Plans.patient(folder, target.url(), "hold 20/s for 500ms");
      BarrageProcess run =
          BarrageProcess.run(folder, "run", plan.toString(), "--json", "-", "--no-record");
      JsonNode json = JsonMapper.shared().readTree(run.out());
      assertThat(json.path("schema").asString()).isEqualTo("barrage.run/1");
      assertThat(run.err()).contains("PASS  patient");
      assertThat(folder.resolve("runs")).doesNotExist();
    }
  }

  @Test
  void quietSaysNothingAndTheExitCodeTellsTheFailure() throws Exception {
    try (Target target = new Target().status(503)) {
      Path plan = Plans.patient(folder, target.url(), "hold 20/s for 500ms");
      BarrageProcess run = BarrageProcess.run(folder, "run", plan.toString(), "--quiet");
      assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(run.out() + run.err()).isEmpty();
      List<String> made = files("runs");
      assertThat(made).hasSize(1);
      assertThat(made.getFirst()).matches("\\d{8}T\\d{6}Z-patient");
      JsonNode json = run.record("runs/" + made.getFirst());
      assertThat(json.path("outcomes").path("status_refused").asLong()).isEqualTo(10);
      assertThat(json.path("statuses").path("503").asLong()).isEqualTo(10);
      conserved(json);
    }
  }

  @Test
  void aCopyThatCannotBeWrittenCostsOneLineAndNotTheResult() throws Exception {
    try (Target target = new Target()) {
      Path plan = Plans.patient(folder, target.url(), "hold 20/s for 500ms");
      BarrageProcess run =
          BarrageProcess.run(
              folder,
              "run",
              plan.toString(),
              "--json",
              "/dev/full",
              "--no-record",
              "--only-summary");
      assertThat(run.exitCode()).isZero();
      assertThat(run.out()).startsWith("PASS");
      assertThat(run.err().lines()).singleElement().asString().startsWith("barrage: /dev/full was");
    }
  }

  @Test
  void theResultGoesToStandardErrorWhereStandardOutputTakesNothing() throws Exception {
    try (Target target = new Target()) {
      String[] args = {"run", target.url(), "--rate", "20", "-t", "500ms", "--only-summary"};
      BarrageProcess run = BarrageProcess.startTo(Path.of("/dev/full"), folder, args).await();

      assertThat(run.err()).contains("  Requests     10 planned = 10 started");
    }
  }

  @Test
  void standardOutputThatTakesNothingIsSaid() throws Exception {
    try (Target target = new Target()) {
      String plan = Plans.patient(folder, target.url(), "hold 20/s for 500ms").toString();
      String[] args = {"run", plan, "--json", "-", "--no-record", "--only-summary"};
      BarrageProcess run = BarrageProcess.startTo(Path.of("/dev/full"), folder, args).await();
      assertThat(run.err()).contains("PASS  patient", "barrage: - was not written: ");
    }
  }

  @Test
  void itsPlanRepeatsTheRun() throws Exception {
    try (Target target = new Target()) {
      Path plan = Plans.patient(folder, target.url(), "poisson 200/s for 500ms");
      String[] seeded = {"run", plan.toString(), "--seed", "77", "-o", "one"};
      BarrageProcess first = BarrageProcess.run(folder, seeded);
      long planned = first.record("one").path("counts").path("planned").asLong();
      assertThat(planned).isNotEqualTo(100); // drawn, not counted out
      for (String again : List.of("one/plan.yaml", "one")) {
        seeded[1] = again.equals("one") ? plan.toString() : again;
        seeded[5] = "two";
        BarrageProcess second = BarrageProcess.run(folder, seeded);
        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(second.record("two").path("counts").path("planned").asLong()).isEqualTo(planned);
      }
    }
  }

  @Test
  void secretsAreSentAndNeverTold() throws Exception {
    try (Target target = new Target()) {
      String url = target.url().replace("//", "//ann:hunter2@") + "/p?token=tokval&x=${password}";
      BarrageProcess run =
          BarrageProcess.run(
              folder,
              "run",
              url,
              "--rate=20",
              "-t500ms",
              "--header",
              "X-Api-Key: abcsecret",
              "--set",
              "password=swordfish",
              "--html",
              "copy.html",
              "-o",
              "r");
      assertThat(target.received().getFirst().head())
          .startsWith("GET /p?token=tokval&x=swordfish HTTP/1.1\r\n")
          .contains("abcsecret", "Authorization: Basic YW5uOmh1bnRlcjI=");
      StringBuilder told = new StringBuilder(run.out() + run.err());
      told.append(Files.readString(folder.resolve("copy.html")));
      for (String file : files("r")) {
        told.append(Files.readString(folder.resolve("r/" + file), StandardCharsets.ISO_8859_1));
      }
      assertThat(told)
          .contains("***")
          .doesNotContain("hunter2", "YW5uOmh1bnRlcjI", "tokval", "abcsecret", "swordfish");
    }
  }

  @Test
  void requestsArriveAsWritten() throws Exception {
    byte[] bytes = {'a', '=', '1', 0, (byte) 0xff, '\r', '\n'};
    Files.write(folder.resolve("body.bin"), bytes);
    try (Target target = new Target()) {
      String path = "/x%20y/%C3%BC?a=b%26c&d=+e";
      String[] args = {
        "run", target.url() + path, "--rate=10", "-t300ms", "--no-record", "--data", "@body.bin"
      };
      BarrageProcess.run(folder, args);
      Target.Received post = target.received().getFirst();
      assertThat(post.head())
          .startsWith("POST " + path + " HTTP/1.1\r\n")
          .contains("Content-Length: 7\r\n");
      assertThat(post.body()).isEqualTo(new String(bytes, StandardCharsets.ISO_8859_1));
      int before = target.count();

      args[5] = "-X";
      args[6] = "HEAD";
      BarrageProcess head = BarrageProcess.run(folder, args);
      assertThat(target.received().get(before).head()).startsWith("HEAD " + path + " HTTP/1.1\r\n");
      assertThat(head.out()).contains("0 failed");
    }
  }

  @Test
  void severalTargetsTakeTurns() throws Exception {
    ServerSocket six = new ServerSocket(0, 50, InetAddress.getByName("::1"));
    try (Target one = new Target();
        Target two = new Target(six)) {
      String both = one.url() + ",http://[::1]:" + two.port();
      Path plan = Plans.patient(folder, both, "hold 40/s for 500ms");
      Files.writeString(
          plan, Files.readString(plan).replace("target: " + both, "target: \"" + both + "\""));
      BarrageProcess run = BarrageProcess.run(folder, "run", plan.toString(), "-o", "r");
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(one.count()).isEqualTo(10);
      assertThat(two.count()).isEqualTo(10);
    }
  }

  @Test
  void usersShareConnectionsBeyondTheirBoundAndTheReportSaysSo() throws Exception {
    try (Target target = new Target().delayMs(20)) {
      Path plan = Plans.patient(folder, target.url(), "hold 10 users for 500ms");
      BarrageProcess run =
          BarrageProcess.run(
              folder, "run", plan.toString(), "--connections", "2", "--drain=0s", "-o", "r");
      assertThat(run.record("r").path("connections").path("peak").asLong()).isEqualTo(2);
      assertThat(run.out()).contains("share");
      conserved(run.record("r"));
    }
  }

  @Test
  void aSlowTargetIsNotTheGeneratorsFault() throws Exception {
    try (Target target = new Target().delayMs(1000)) {
      Path plan = Plans.patient(folder, target.url(), "hold 50/s for 1s");
      BarrageProcess run = BarrageProcess.run(folder, "run", plan.toString(), "-o", "r");
      JsonNode json = run.record("r");
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(json.path("latency_us").path("p50").asDouble()).isGreaterThanOrEqualTo(1_000_000);
      assertThat(json.path("send_lag_us").path("p50").asDouble()).isLessThan(700_000);
    }
  }
}
