package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/** What a plan does before and after its run. */
@Execution(ExecutionMode.CONCURRENT)
class RunHooksTest {
  private static final String SHORT = "hold 20/s for 500ms";

  @TempDir Path folder;

  private Path plan(String url, String load, String hooks) throws Exception {
    Path plan = Plans.patient(folder, url, load);
    return Files.writeString(plan, Files.readString(plan) + hooks);
  }

  private BarrageProcess run(Path plan, String... more) throws Exception {
    String[] args = new String[4 + more.length];
    System.arraycopy(new String[] {"run", plan.toString(), "-o", "r"}, 0, args, 0, 4);
    System.arraycopy(more, 0, args, 4, more.length);
    return BarrageProcess.start(folder, args);
  }

  @Test
  void areDoneInOrderAndRecordedAndTheirRequestsAreNotMeasured() throws Exception {
    try (Target target = new Target();
        Target admin = new Target()) {
      Path plan =
          plan(
              target.url(),
              SHORT,
              """
              variables: {admin: %s, admin_token: t0p, level: "7"}
              before:
                - run: echo "level $level of $BARRAGE_TARGET" | tee before.txt; echo "$admin_token"
                - post: ${admin}/reset?level=${level}
                  headers: {Authorization: "Bearer ${admin_token}"}
                  json: {level: "${level}"}
                  expect: 200
              after:
                - run: [touch, after.txt]
                - delete: /sessions
              """
                  .formatted(admin.url()));
      BarrageProcess run = run(plan).await();
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(folder.resolve("before.txt")).hasContent("level 7 of " + target.url());
      assertThat(folder.resolve("after.txt")).exists();
      Target.Received reset = admin.received().getFirst();
      assertThat(reset.head())
          .startsWith("POST /reset?level=7 HTTP/1.1\r\n")
          .contains("Authorization: Bearer t0p\r\n", "Content-Type: application/json\r\n");
      assertThat(reset.body()).isEqualTo("{\"level\":7}");
      assertThat(target.received().getLast().head()).startsWith("DELETE /sessions HTTP/1.1\r\n");

      JsonNode json = run.record("r");
      assertThat(json.path("counts").path("sent").asLong())
          .isEqualTo(target.count() - 1)
          .isEqualTo(10);
      assertThat(json.path("hooks").findValuesAsString("phase"))
          .containsExactly("before", "before", "after", "after");
      assertThat(json.path("hooks").findValuesAsString("output").getFirst()).startsWith("level 7");
      assertThat(json.path("hooks").findValuesAsString("code"))
          .containsExactly("0", "200", "0", "200");
      String page = Files.readString(folder.resolve("r/report.html"));
      assertThat(page)
          .contains("Before and after", "<code>touch after.txt</code>", "was answered 200")
          .containsPattern("<td>before</td><td><code>echo &quot;level .*level 7 of ");
      assertThat(json.toString() + run.out() + page).doesNotContain("t0p");
      assertThat(run.err()).contains("barrage: before: POST ${admin}/reset?level=${level}");
    }
  }

  @Test
  void oneThatFailsBeforeStopsTheRunAndWhatComesAfterIsDone() throws Exception {
    try (Target target = new Target()) {
      Path plan =
          plan(
              target.url(),
              SHORT,
              """
              before:
                - run: echo starting; echo "no such database" >&2; exit 3
                - run: touch never.txt
              after: {run: touch after.txt}
              """);
      BarrageProcess run = run(plan, "--quiet").await();
      assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(run.err().lines())
          .singleElement()
          .asString()
          .startsWith("barrage: before: echo starting;")
          .endsWith("ended with 3: no such database");
      assertThat(target.connections()).isZero();
      assertThat(folder.resolve("r")).doesNotExist();
      assertThat(folder.resolve("never.txt")).doesNotExist();
      assertThat(folder.resolve("after.txt")).exists();
    }
  }

  @Test
  void oneThatFailsAfterwardsIsAWarningWithItsLastLine() throws Exception {
    try (Target target = new Target()) {
      Path plan =
          plan(
              target.url(),
              SHORT,
              """
              after:
                - run: seq 1 100000; printf 'cannot \\033[31mflush'; exit 1
                - post: http://127.0.0.1:1/reset
                - run: sleep 60 & wait
                  timeout: 200ms
                - {get: /, expect: 404}
                - run: [/no/such/program]
                - run: touch after.txt
              """);
      BarrageProcess run = run(plan).await();
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out().replaceAll("\\s+", " ")) // its lines end where a terminal's do
          .startsWith("WARN patient")
          .contains("ended with 1: cannot ·[31mflush", "had no answer", "200ms, its timeout")
          .contains("was answered 200", "cannot be started")
          .doesNotContain("\033[");
      JsonNode json = run.record("r");
      assertThat(json.path("verdict").asString()).isEqualTo("WARN");
      assertThat(json.path("reasons").findValuesAsString("rule")).containsOnly("hook").hasSize(5);
      assertThat(json.path("hooks").findValuesAsString("output").getFirst().length())
          .isBetween(4000, 4100);
      assertThat(folder.resolve("after.txt")).exists();
    }
  }

  @Test
  void whatComesAfterIsDoneWhenTheTargetIsNotThere() throws Exception {
    Path plan =
        plan("http://127.0.0.1:1", SHORT, "after: [{run: touch after.txt}, {run: exit 9}]\n");
    BarrageProcess run = run(plan, "--quiet").await();
    assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(run.err()).contains("barrage: after: exit 9: ended with 9");
    assertThat(folder.resolve("after.txt")).exists();
    assertThat(folder.resolve("r")).doesNotExist();
  }

  @Test
  void whatComesAfterIsDoneWhenTheRunIsInterruptedOrItsTargetGoes() throws Exception {
    Target target = new Target();
    Path plan = plan(target.url(), "hold 50/s for 1m", "after: {run: touch after.txt}\n");
    BarrageProcess run = run(plan);
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> target.count() > 20);
    target.close();
    run.signal("INT");
    assertThat(run.await().exitCode()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(folder.resolve("after.txt")).exists();
    assertThat(run.record("r").path("hooks").findValuesAsString("ok")).containsExactly("true");
  }

  @Test
  void anInterruptionEndsAHookAndWhatItStarted() throws Exception {
    try (Target target = new Target()) {
      Path plan =
          plan(
              target.url(),
              SHORT,
              """
              before: {run: "echo $$ > pid.txt; sleep 61 & wait", timeout: 5m}
              after: {run: touch after.txt}
              """);
      BarrageProcess run = run(plan);
      Path pid = folder.resolve("pid.txt");
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Files.exists(pid) && Files.size(pid) > 1);
      run.signal("INT");
      assertThat(run.await().exitCode()).isEqualTo(ExitCode.INTERRUPTED);
      assertThat(target.connections()).isZero();
      assertThat(folder.resolve("after.txt")).exists();
      long shell = Long.parseLong(Files.readString(pid).strip());
      assertThat(ProcessHandle.of(shell).map(ProcessHandle::isAlive))
          .isNotEqualTo(java.util.Optional.of(true));
    }
  }

  @Test
  void areLeftOutWhenAsked() throws Exception {
    try (Target target = new Target()) {
      Path plan =
          plan(target.url(), SHORT, "before: {run: exit 1}\nafter: {run: touch after.txt}\n");
      BarrageProcess run = run(plan, "--no-hooks").await();
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(folder.resolve("after.txt")).doesNotExist();
    }
  }
}
