package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Command lines written for Locust and for wrk. */
class LocustOptionsTest {
  private static Target target;

  @TempDir Path folder;
  private String plan = "";

  @BeforeAll
  static void open() throws Exception {
    target = new Target();
  }

  @AfterAll
  static void close() throws Exception {
    target.close();
  }

  @BeforeEach
  void write() throws Exception {
    String text =
        """
        target: %s
        users:
          Buyer: {weight: 8, tasks: [{get: /buy, weight: 3}, {get: /look, weight: 1}]}
          Reader: {tasks: [{get: /read}]}
          Admin: {tasks: [{get: /admin}]}
        load: [hold 3 users for 300ms]
        """
            .formatted(target.url());
    plan = Files.writeString(folder.resolve("p.yaml"), text + Plans.PATIENT).toString();
  }

  /** Runs inside the tests' process; the record is at standard output. */
  private JsonNode record(String... args) {
    CommandLineRun run = run(args);
    assertThat(run.exitCode()).as(run.err()).isNotEqualTo(ExitCode.USAGE); // whatever its verdict
    return JsonMapper.shared().readTree(run.out());
  }

  private CommandLineRun run(String... args) {
    String[] fixed = {"--no-record", "--only-summary", "--json", "-"};
    return CommandLineRun.of(
        Stream.of(new String[] {"run"}, args, fixed).flatMap(Stream::of).toArray(String[]::new));
  }

  private static List<String> users(JsonNode record) {
    return record.path("users").valueStream().map(user -> user.path("name").asString()).toList();
  }

  @Test
  void aCommandLineOfLocustRuns() {
    JsonNode record =
        record(
            "-f",
            plan,
            "--headless",
            "-u",
            "4",
            "-r",
            "100",
            "-t",
            "400ms",
            "-H",
            target.url(),
            "--stop-timeout",
            "2",
            "--reset-stats",
            "Reader");
    assertThat(users(record)).containsExactly("Reader");
    assertThat(record.path("plan").path("bounds").path("drain").asString()).isEqualTo("2s");
  }

  @Test
  void usersAreChosenByOptionOrAsArguments() {
    assertThat(users(record(plan, "Admin", "Buyer"))).containsExactly("Buyer", "Admin");
    assertThat(users(record(plan, "--user-classes", "Admin", "Reader")))
        .containsExactly("Reader", "Admin");
    assertThat(users(record("--user-classes", "Admin", "-f", plan, "Reader")))
        .containsExactly("Reader", "Admin");
  }

  @Test
  void weightsAreMadeEqual() {
    JsonNode users = record(plan, "--equal-weights").path("plan").path("users");
    assertThat(users.toString()).doesNotContain("\"weight\":8", "\"weight\":3");
  }

  @Test
  void processesAreEventLoops() {
    CommandLineRun run = run(plan, "--processes", "2");
    assertThat(run.err()).startsWith("barrage: --processes: 2 event loops in this one process");
    JsonNode record = JsonMapper.shared().readTree(run.out());
    assertThat(record.path("generator").path("threads").asInt()).isEqualTo(2);
  }

  @Test
  void wrksWordsLoadAUrl() {
    JsonNode record = record(target.url(), "-c", "3", "-d", "300ms", "--warmup", "0s");
    assertThat(record.path("users").path(0).path("peak").asInt()).isEqualTo(3);
    assertThat(record.path("measured_s").asDouble()).isEqualTo(0.3);
    JsonNode open = record(target.url(), "-R", "50", "-d1s", "--warmup=0s");
    assertThat(open.path("counts").path("planned").asInt()).isEqualTo(50);
  }

  @Test
  void aFailureEndsWithTheCodeAskedFor() throws Exception {
    try (Target refusing = new Target().status(503)) {
      String[] args = {plan, "-H", refusing.url(), "--exit-code-on-error", "42"};
      assertThat(run(args).exitCode()).isEqualTo(42);
      args[4] = "0";
      assertThat(run(args).exitCode()).isZero();
    }
    assertThat(run(plan, "--exit-code-on-error", "42").exitCode()).isNotEqualTo(42);
  }

  @Test
  void jsonWithoutAFileIsStandardOutputAsInLocust() {
    CommandLineRun run =
        CommandLineRun.of("run", plan, "--json", "--no-record", "--only-summary", "Reader");
    assertThat(users(JsonMapper.shared().readTree(run.out()))).containsExactly("Reader");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          PLAN Byuer                     | "Byuer" is no user of this plan; its users are: Buyer, Reader, Admin; did you mean "Buyer"?
          -f PLAN --user-classes X       | "X" is no user
          http://127.0.0.1:1/ Buyer      | 'Buyer' after a URL; names of users go with a plan file
          PLAN --expect-workers 2        | --expect-workers is not supported
          PLAN --processes 0             | more than 0, or -1
          PLAN --processes 2 --threads 2 | --threads and --processes mean the same
          PLAN -s 2 --drain 2s           | --drain and --stop-timeout mean the same
          PLAN -s later                  | --stop-timeout: "later"
          PLAN --exit-code-on-error 256  | from 0 to 255
          -f /no/such/plan               | /no/such/plan is neither
          --headless                     | nothing to run
          """)
  void whatCannotBeDoneIsOneLine(String args, String says) {
    int before = target.count();
    CommandLineRun run = run(args.replace("PLAN", plan).split(" "));
    assertThat(run.err().lines()).as(run.err()).hasSize(1);
    assertThat(run.err()).startsWith("barrage: ").contains(says);
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(target.count()).isEqualTo(before);
  }
}
