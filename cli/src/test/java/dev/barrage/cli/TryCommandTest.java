package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.testkit.RealServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One iteration, shown. */
class TryCommandTest {
  private static final String SHOP =
      """
      variables: {password: geheim99}
      users:
        shopper:
          start:
            - post: /login
              json: {name: "u${user.id}", password: "${password}"}
              capture: {pass: json $.token, sid: cookie SID}
          tasks:
            - get: /me
              headers: {Authorization: "Bearer ${pass}", X-Trace: "${iteration}"}
              expect:
                - 200
                - header Content-Type: application/json
                - json $.name: ann
            - get: /status/404
        reader:
          tasks:
            - steps: [{get: /a}, {get: /b?sid=x}]
      load: hold 1 users for 1s
      """;

  @TempDir Path folder;

  private Path plan(Site site, String text) throws Exception {
    return Files.writeString(folder.resolve("p.yaml"), "target: " + site.url() + "\n" + text);
  }

  @Test
  void eachUserSendsOneIterationAndEverythingIsExplained() throws Exception {
    try (Site site = new Site()) {
      CommandLineRun run = CommandLineRun.of("try", plan(site, SHOP).toString());
      assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
      assertThat(site.received().stream().map(Site.Received::line))
          .containsExactly("POST /login", "GET /me", "GET /a", "GET /b?sid=x");
      assertThat(site.received().get(1).field("Authorization")).isEqualTo("Bearer " + Site.TOKEN);
      assertThat(run.out())
          .containsSubsequence(
              "== user shopper, task 1 of 2\n",
              "* request POST /login\n",
              "* connected to 127.0.0.1 port ",
              "> POST /login HTTP/1.1\n",
              "> Content-Type: application/json\n",
              ">\n{\"name\":\"u0\",\"password\":\"***\"}\n",
              "< HTTP/1.1 200 OK\n",
              "< Set-cookie: SID=***; Path=/\n",
              "<\n{ \"token\" : \"***\", \"expires\": 60 }\n",
              "* sent after ",
              " in all\n",
              "✓ status is below 400: 200\n",
              "✓ capture pass from json $.token: ***\n",
              "✓ capture sid from cookie SID: ***\n",
              "* request GET /me\n",
              "> Authorization: Bearer ***\n",
              "> X-Trace: 0\n",
              "✓ status is 200: 200\n",
              "✓ header Content-Type is application/json: application/json\n",
              "✓ json $.name is \"ann\": ann\n",
              "== user reader\n",
              "> GET /a HTTP/1.1\n",
              "> GET /b?sid=x HTTP/1.1\n",
              "good: 4 requests\n");
      assertThat(run.out()).doesNotContain("geheim99", Site.TOKEN, "s3cr3t-cookie", "\033");
    }
  }

  @Test
  void aFailedCheckSaysWhatWasFoundAndEndsTheIteration() throws Exception {
    try (Site site = new Site()) {
      Path plan =
          plan(
              site,
              """
              users:
                u:
                  tasks:
                    - steps:
                      - get: /x
                        expect: [201, body contains: hello, json $.ok: false, header ETag present]
                        capture: {id: json $.id}
                      - get: /never
              load: hold 1 users for 1s
              """);
      CommandLineRun run = CommandLineRun.of("try", plan.toString());
      assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(run.out())
          .contains(
              "✗ status is 201: 200\n",
              "✗ body contains hello: the body begins {\"ok\":true}\n",
              "✗ json $.ok is false: true\n",
              "✗ header ETag is there: no such header\n",
              "✗ capture id from json $.id: not tried, as a check failed\n",
              "not good: 1 of 1 request\n");
      assertThat(site.received()).hasSize(1);
    }
  }

  @Test
  void aCaptureThatFindsNothingIsNamed() throws Exception {
    try (Site site = new Site()) {
      String text =
          "users: {u: {tasks: [{get: /x, capture: {id: json $.id}}]}}\nload: 1/s for 1s\n";
      CommandLineRun run =
          CommandLineRun.of("try", plan(site, text.replace("1/s", "hold 1/s")).toString());
      assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(run.out()).contains("✗ capture id from json $.id: nothing\n");
    }
  }

  @Test
  void userAndTaskAreChosenByNameAndNumber() throws Exception {
    try (Site site = new Site()) {
      String plan = plan(site, SHOP).toString();
      CommandLineRun second = CommandLineRun.of("try", plan, "--user", "shopper", "--task", "2");
      assertThat(second.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(second.out()).contains("✗ status is below 400: 404", "not good: 1 of 2 requests");
      CommandLineRun all = CommandLineRun.of("try", plan, "--all");
      assertThat(all.out()).contains("task 1 of 2", "task 2 of 2", "user reader");
      int before = site.received().size();
      for (List<String> wrong :
          List.of(
              List.of("--user", "shoper", "did you mean \"shopper\"?"),
              List.of("--task", "3", "tasks 1 to 2"),
              List.of("--task", "0", "tasks 1 to 2"))) {
        CommandLineRun run = CommandLineRun.of("try", plan, wrong.get(0), wrong.get(1));
        assertThat(run.err()).startsWith("barrage: --").contains(wrong.get(2));
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
      }
      assertThat(site.received()).hasSize(before);
    }
  }

  @Test
  void aUrlIsTriedAsARunWouldSendIt() throws Exception {
    try (Site site = new Site()) {
      CommandLineRun run =
          CommandLineRun.of(
              "try",
              site.url() + "/x?api_key=k3y77",
              "--header",
              "X-Api-Key: k3y88",
              "--data",
              "hi");
      assertThat(run.exitCode()).isZero();
      assertThat(run.out())
          .contains("> POST /x?api_key=*** HTTP/1.1", "> X-Api-Key: ***", ">\nhi\n")
          .doesNotContain("k3y");
      assertThat(site.received().getFirst().line()).isEqualTo("POST /x?api_key=k3y77");
    }
  }

  @Test
  void redirectsAreShownHopByHop() throws Exception {
    try (Site site = new Site()) {
      CommandLineRun run = CommandLineRun.of("try", site.url() + "/moved", "-L");
      assertThat(run.exitCode()).isZero();
      assertThat(run.out())
          .containsSubsequence(
              "* request GET /moved\n",
              "< Location: x?api_key=***\n",
              "✓ redirect is followed: 302 to x?api_key=***\n",
              "* request GET /moved (redirected)\n",
              "> GET /x?api_key=*** HTTP/1.1\n",
              "✓ status is below 400: 200\n",
              "good: 2 requests\n");
      CommandLineRun far = CommandLineRun.of("try", site.url() + "/far", "-L");
      assertThat(far.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(far.out())
          .contains(
              "✗ redirect is followed: redirected to http://far.example, which is not a target of"
                  + " the plan; not followed\n",
              "not good: 1 of 1 request\n");
      CommandLineRun alone = CommandLineRun.of("try", site.url() + "/x", "--max-redirs", "3");
      assertThat(alone.err())
          .isEqualTo("barrage: --max-redirs goes with --location (-L); give both\n");
      CommandLineRun many = CommandLineRun.of("try", site.url(), "-L", "--max-redirs", "101");
      assertThat(many.err()).isEqualTo("barrage: --max-redirs is 101; allowed: 0 to 100\n");
      assertThat(site.received()).hasSize(3);
    }
  }

  @Test
  void whatIsNotTextIsCountedAndControlCharactersDoNothing() throws Exception {
    try (Site site = new Site()) {
      assertThat(CommandLineRun.of("try", site.url() + "/bytes").out())
          .contains("* 3 bytes that are not text\n");
      assertThat(CommandLineRun.of("try", site.url() + "/escape").out()).contains("a·[2Jb\n");
    }
  }

  @Test
  void machinesGetALineOfJsonForEachRequest() throws Exception {
    try (Site site = new Site()) {
      CommandLineRun run = CommandLineRun.of("try", plan(site, SHOP).toString(), "--json");
      List<JsonNode> lines =
          run.out().lines().map(line -> JsonMapper.shared().readTree(line)).toList();
      assertThat(lines).hasSize(4);
      JsonNode me = lines.get(1);
      assertThat(me.path("outcome").asString()).isEqualTo("ok");
      assertThat(me.path("request").path("start_line").asString()).isEqualTo("GET /me HTTP/1.1");
      assertThat(me.path("findings").path(0).path("good").asBoolean()).isTrue();
      assertThat(me.has("connection")).isFalse();
      assertThat(run.out()).doesNotContain(Site.TOKEN);
    }
  }

  @Test
  void nobodyThereIsUnreachable() throws Exception {
    int port = RealServer.freePort();
    CommandLineRun run = CommandLineRun.of("try", "http://127.0.0.1:" + port + "/");
    assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(run.err()).startsWith("barrage: cannot reach").hasLineCount(1);
  }
}
