package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.plan.Load;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.PlanReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Access logs become plans that replay them. */
class ImportLogTest {
  private static final String COMBINED =
      """
      192.0.2.1 - - [10/Oct/2025:13:55:36 +0200] "GET /a?x=1 HTTP/1.1" 200 2326 "-" "curl/8"
      192.0.2.1 - ann [10/Oct/2025:13:55:36 +0200] "GET /status/404 HTTP/1.1" 404 9 "-" "a \\x22b\\x22"
      192.0.2.2 - - [10/Oct/2025:13:55:36 +0200] "POST /login HTTP/1.1" 200 1 "-" "-"
      not a line of the log ?token=l1ne-secret
      192.0.2.1 - - [10/Oct/2025:13:55:36 +0200] "GET /a?x=1 HTTP/1.1" 200 2326 "-" "curl/8"
      192.0.2.1 - - [10/Oct/2025:13:55:36 +0200] "\\x16\\x03\\x01" 400 150 "-" "-"
      192.0.2.1 - - [10/Oct/2025:11:55:37 +0000] "GET /b?token=l0gged&y=2 HTTP/2.0" 200 1 "-" "-"
      """;

  @TempDir Path folder;

  private CommandLineRun imported(String log, String... more) throws Exception {
    Path file = Files.writeString(folder.resolve("access.log"), log);
    List<String> args =
        new java.util.ArrayList<>(
            List.of("import", "log", file.toString(), "-o", folder.resolve("r.yaml").toString()));
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private String arrivals() throws Exception {
    return Files.readString(folder.resolve("r.csv")).replace("# offset_us,task\n", "").strip();
  }

  @Test
  void aCombinedLogIsReplayedRequestForRequest() throws Exception {
    try (Site site = new Site()) {
      CommandLineRun run = imported(COMBINED, "--target", site.url(), "--speed", "2");
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.err())
          .contains("2 lines that are not of the format; the first is line 4: not a line")
          .contains("1 requests with POST")
          .doesNotContain("l1ne-secret");
      String text = Files.readString(folder.resolve("r.yaml"));
      assertThat(text)
          .contains("replay r.csv at 2x for 1s", "status: 404", "--set token=…")
          .doesNotContain("l0gged", "l1ne");
      assertThat(arrivals()).isEqualTo("0,1\n333333,2\n666666,1\n1000000,3");

      String record = folder.resolve("record").toString();
      CommandLineRun ran =
          CommandLineRun.of(
              "run",
              folder.resolve("r.yaml").toString(),
              "-o",
              record,
              "--quiet",
              "--set",
              "token=t",
              "--threads",
              "1");
      assertThat(ran.err()).doesNotContain("barrage: ");
      assertThat(site.received().stream().map(Site.Received::line))
          .containsExactlyInAnyOrder(
              "GET /a?x=1", "GET /status/404", "GET /a?x=1", "GET /b?token=t&y=2");
      JsonNode counts =
          JsonMapper.shared()
              .readTree(Files.readString(folder.resolve("record/run.json")))
              .path("counts");
      assertThat(counts.path("planned").asInt()).isEqualTo(4);
      assertThat(counts.path("ok").asInt()).isEqualTo(4);
      Plan again =
          PlanReader.read(folder.resolve("record/plan.yaml"), new PlanOverrides().set("token=t"));
      assertThat(again.profile().load())
          .isEqualTo(
              PlanReader.read(folder.resolve("r.yaml"), new PlanOverrides().set("token=t"))
                  .profile()
                  .load());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          envoy | [2016-04-15T20:17:00.310Z] "GET /e HTTP/2" 204 - 154 0 226 100 "-" "n" "c" "l" "t"
          $msec $request_method $request_uri | 1700000000.125 GET /e
          {"t":"$time_iso8601","r":"$request"} | {"t":"2026-01-01T00:00:00+00:00","r":"GET /e HTTP/1.1"}
          [$time_local] ${request_method} $uri $status x | [10/Oct/2025:13:55:36 +0200] HEAD /e 200 x
          """)
  void formatsAreReadAsTold(String format, String line) throws Exception {
    CommandLineRun run = imported(line + "\n", "--format", format);
    assertThat(run.exitCode()).as(run.err()).isZero();
    Plan plan = PlanReader.read(folder.resolve("r.yaml"));
    assertThat(plan.users().getFirst().tasks()).hasSize(1);
    assertThat(arrivals()).isEqualTo("0,1");
    assertThat(Files.readString(folder.resolve("r.yaml"))).containsPattern("(get|head): /e\n");
  }

  @Test
  void envoysLogIsFoundOutAndSortedByItsStartTimes() throws Exception {
    CommandLineRun run =
        imported(
            """
            [2016-04-15T20:17:00.310Z] "GET /b HTTP/2" 200 - 0 0 226 100 "-"
            [2016-04-15T20:17:00.100Z] "GET /a HTTP/2" 200 - 0 0 226 100 "-"
            [2016-04-15T20:17:09.310Z] "GET /b HTTP/2" 200 - 0 0 226 100 "-"
            """);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(arrivals()).isEqualTo("0,2\n210000,1\n9210000,1");
    Load load = PlanReader.read(folder.resolve("r.yaml")).profile().load();
    assertThat(load.length().toSeconds()).isEqualTo(10);
  }

  @Test
  void nginxsRequestTimeIsTakenOff() throws Exception {
    imported(
        "1700000005.000 0.000 GET /a\n1700000006.500 3.250 GET /b\n",
        "--format",
        "$msec $request_time $request_method $request_uri");
    assertThat(arrivals()).isEqualTo("0,2\n1750000,1");
  }

  @Test
  void queriesAreDroppedOnRequest() throws Exception {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 6_000; i++) {
      log.append("17000000%02d.000 GET /a?n=%d\n".formatted(i % 60, i));
    }
    String format = "$msec $request_method $request_uri";
    CommandLineRun all = imported(log.toString(), "--format", format);
    assertThat(all.err()).contains("1000 requests other than the 5000 most frequent");
    assertThat(PlanReader.read(folder.resolve("r.yaml")).users().getFirst().tasks()).hasSize(5_000);
    CommandLineRun dropped =
        imported(log.toString(), "--format", format, "--drop-query", "--force");
    assertThat(dropped.err()).doesNotContain("most frequent");
    assertThat(PlanReader.read(folder.resolve("r.yaml")).users().getFirst().tasks()).hasSize(1);
    assertThat(arrivals().lines()).hasSize(6_000).allMatch(line -> line.endsWith(",1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "hello\nworld", "{\"log\":{}}", "\0\0\0"})
  void whatIsNoLogIsOneLine(String text) throws Exception {
    CommandLineRun run = imported(text);
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("barrage: access.log ").hasLineCount(1);
    assertThat(folder.resolve("r.yaml")).doesNotExist();
    assertThat(folder.resolve("r.csv")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "--speed, 0",
    "--speed, fast",
    "--format, $status",
    "--format, $msec$request",
    "--target, x"
  })
  void wrongOptionsAreOneLine(String option, String value) throws Exception {
    CommandLineRun run = imported(COMBINED, option, value);
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("barrage: ").hasLineCount(1);
    assertThat(folder.resolve("r.csv")).doesNotExist();
  }

  @Test
  void theArrivalsNeedAPlace() throws Exception {
    Path file = Files.writeString(folder.resolve("access.log"), COMBINED);
    CommandLineRun run = CommandLineRun.of("import", "log", file.toString());
    assertThat(run.err()).startsWith("barrage: import log needs -o FILE").hasLineCount(1);
    Files.writeString(folder.resolve("r.csv"), "mine");
    assertThat(imported(COMBINED).err()).contains("r.csv exists; --force");
    assertThat(folder.resolve("r.csv")).hasContent("mine");
  }
}
