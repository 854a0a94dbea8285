package dev.barrage.run;

import static dev.barrage.plan.Plans.get;
import static dev.barrage.plan.Plans.hold;
import static dev.barrage.plan.Plans.minutes;
import static dev.barrage.plan.Plans.pace;
import static dev.barrage.plan.Plans.plan;
import static dev.barrage.plan.Plans.post;
import static dev.barrage.plan.Plans.seconds;
import static dev.barrage.plan.Plans.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.engine.Outcome;
import dev.barrage.engine.ScriptedServer;
import dev.barrage.measure.Measurement;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanReader;
import dev.barrage.plan.Script;
import dev.barrage.report.RunRecord;
import dev.barrage.testkit.RealServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Redirects, as the servers saw them: followed where a plan says so, and only to its targets. */
@Timeout(60)
class RedirectsTest {
  @TempDir private Path dir;
  private final List<String> first = new ArrayList<>();
  private final List<String> second = new ArrayList<>();

  private static ScriptedServer server(UnaryOperator<String> answers) throws IOException {
    return new ScriptedServer(connection -> {
      for (String request; (request = connection.request()) != null; ) {
        connection.answer(answers.apply(request.split(" ", 3)[1]));
      }
    });
  }

  private static String to(int status, String location) {
    return ("HTTP/1.1 %d x\r\nLocation: %s\r\nSet-Cookie: at%d=1; Path=/\r\n"
            + "Content-Length: 0\r\n\r\n")
        .formatted(status, location, status);
  }

  /** Runs one iteration of one user; {@code OTHER} in answers is the second server's URL. */
  private RunRecord run(String targets, UnaryOperator<String> answers, String user)
      throws Exception {
    try (ScriptedServer other = server(path -> ScriptedServer.ok("{\"at\":\"" + path + "\"}"));
        ScriptedServer server = server(path -> answers.apply(path).replace("OTHER", url(other)))) {
      String yaml =
          ("target: %s\nusers: {u: {data: {once: {sequence: to 1, at end: stop}}, %s}}\n"
                  + "load: hold 1 users for 20s\n")
              .formatted(targets.replace("ONE", url(server)).replace("TWO", url(other)), user);
      Path file = Files.writeString(dir.resolve("plan.yaml"), yaml);
      RunRecord record = new Run(PlanReader.read(file), Optional.empty(), p -> {}).execute();
      server.heads.forEach(head -> first.add(head.replace(url(server).substring(7), "ONE")));
      other.heads.forEach(head -> second.add(head.replace(url(other).substring(7), "TWO")));
      assertThat(record.measurement().totals().counts().sent())
          .isEqualTo(first.size() + second.size());
      return record;
    }
  }

  private static String url(ScriptedServer server) {
    return "http://127.0.0.1:" + server.port();
  }

  private static List<String> lines(List<String> requests) {
    return requests.stream().map(r -> r.lines().findFirst().orElse("")).toList();
  }

  private static String body(String request) {
    return request.substring(request.indexOf("\r\n\r\n") + 4);
  }

  @ParameterizedTest
  @CsvSource({
    "301,post,GET",
    "302,post,GET",
    "303,post,GET",
    "307,post,POST",
    "308,post,POST",
    "301,put,PUT",
    "302,put,PUT",
    "303,put,GET",
    "308,put,PUT",
    "303,get,GET",
    "303,head,HEAD",
    "302,delete,DELETE",
    "303,delete,GET",
  })
  void methodAndBodyStayOrGoWithTheStatus(int status, String method, String then) throws Exception {
    boolean content = method.startsWith("p");
    RunRecord record =
        run(
            "ONE",
            path -> path.equals("/a/b") ? to(status, "../c?d=1#e") : ScriptedServer.ok(""),
            "tasks: [{%s: /a/b, follow: true, headers: {X-Mine: 'u${user.id}'}%s}]"
                .formatted(method, content ? ", json: {n: '${once}'}" : ""));
    assertThat(lines(first))
        .containsExactly(
            method.toUpperCase(java.util.Locale.ROOT) + " /a/b HTTP/1.1",
            then + " /c?d=1 HTTP/1.1");
    String next = first.getLast();
    assertThat(next).contains("Host: ONE\r\n").contains("X-Mine: u0\r\n");
    assertThat(next.contains("Content-Type: ")).isEqualTo(then.startsWith("P"));
    assertThat(next.contains("Content-Length: ")).isEqualTo(then.startsWith("P"));
    assertThat(body(next)).isEqualTo(then.startsWith("P") ? "{\"n\":1}" : "");
    assertThat(record.measurement().totals().counts().ok()).isEqualTo(2);
  }

  @Test
  void aRedirectIsTheAnswerUnlessThePlanSaysOtherwise() throws Exception {
    RunRecord record = run("ONE", path -> to(302, "/x"), "tasks: [{get: /, expect: 302}]");
    assertThat(lines(first)).containsExactly("GET / HTTP/1.1");
    assertThat(record.measurement().totals().counts().ok()).isEqualTo(1);
  }

  @Test
  void checksAndCapturesAreAskedOfTheLastAnswer() throws Exception {
    RunRecord record =
        run(
            "ONE",
            path -> path.equals("/old") ? to(301, "/new") : ScriptedServer.ok("{\"id\":7}"),
            "tasks: [{steps: [{get: /old, follow: 3, expect: {status: 200, json $.id: 7}, capture:"
                + " {id: json $.id}}, {get: '/items/${id}'}]}]");
    assertThat(lines(first))
        .containsExactly("GET /old HTTP/1.1", "GET /new HTTP/1.1", "GET /items/7 HTTP/1.1");
    Measurement measured = record.measurement();
    assertThat(measured.totals().counts().ok()).isEqualTo(3);
    assertThat(measured.totals().statuses()).containsEntry("301", 1L).containsEntry("200", 2L);
    assertThat(measured.parts().requests().stream().map(Measurement.RequestResult::name))
        .containsExactly("GET /old", "GET /old (redirected)", "GET /items/${id}");
  }

  @Test
  void eachRequestOnTheWayIsIntendedWhenTheAnswerBeforeItCame() throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("plan.yaml"),
            "users: {u: {tasks: [{get: /0, follow: 5}]}}\nload: hold 50/s for 1s\n");
    try (ScriptedServer server =
        server(path -> path.equals("/3") ? ScriptedServer.ok("") : to(302, next(path)))) {
      Plan plan = PlanReader.read(file, new dev.barrage.plan.PlanOverrides().target(url(server)));
      RunRecord record = new Run(plan, Optional.empty(), p -> {}).execute();
      Measurement.Counts totals = record.measurement().totals().counts();
      assertThat(totals.sent()).isEqualTo(server.requests.get());
      assertThat(totals.planned()).isEqualTo(totals.started()).isEqualTo(totals.ok());
      assertThat(record.measurement().iterations().completed()).isPositive();
    }
  }

  private static String next(String path) {
    return "/" + (Integer.parseInt(path.substring(1)) + 1);
  }

  @Test
  void moreRedirectsThanAllowedAreAFailure() throws Exception {
    RunRecord record =
        run(
            "ONE",
            path -> to(302, path + "x"),
            "tasks: [{steps: [{get: /, follow: 2}, {get: /never}]}]");
    assertThat(lines(first))
        .containsExactly("GET / HTTP/1.1", "GET /x HTTP/1.1", "GET /xx HTTP/1.1");
    Measurement.Failure failure = record.measurement().parts().errors().getFirst();
    assertThat(failure.outcome()).isEqualTo(Outcome.CHECK_FAILED);
    assertThat(failure.message()).isEqualTo("more than 2 redirects");
    assertThat(failure.request()).isEqualTo("GET / (redirected)");
  }

  @ParameterizedTest
  @CsvSource({
    "OTHER/x,OTHER",
    "//elsewhere.example/x?token=1,elsewhere.example",
    "http://user:pw@elsewhere.example:1/,http://elsewhere.example:1",
    "https://127.0.0.1/,https://127.0.0.1",
    "ftp://127.0.0.1/,ftp://127.0.0.1",
  })
  void hostsThatThePlanDoesNotNameGetNoRequest(String location, String said) throws Exception {
    RunRecord record = run("ONE", path -> to(302, location), "tasks: [{get: /, follow: true}]");
    assertThat(second).isEmpty();
    assertThat(first).hasSize(1);
    Measurement.Failure failure = record.measurement().parts().errors().getFirst();
    assertThat(failure.outcome()).isEqualTo(Outcome.CHECK_FAILED);
    assertThat(failure.message())
        .matches(
            "redirected to "
                + said.replace("OTHER", "http://127.0.0.1:\\d+")
                + ", which is not a target of the plan; not followed");
    assertThat(failure.sample()).doesNotContain("token");
  }

  @ParameterizedTest
  @CsvSource({"per user", "shared", "new"})
  void anotherUrlOfTheTargetGetsTheRequestWithoutCredentials(String connections) throws Exception {
    RunRecord record =
        run(
            "{urls: [ONE, TWO], connections: %s}".formatted(connections),
            path -> path.equals("/") ? to(307, "OTHER/y") : ScriptedServer.ok(""),
            "auth: {bearer: t0p}, headers: {X-Team: blue}, tasks: [{steps: [{post: /, follow: true,"
                + " text: hi, headers: {Cookie: a=b}}, {get: /home}]}]");
    assertThat(lines(first)).containsExactly("POST / HTTP/1.1", "GET /home HTTP/1.1");
    assertThat(first.getFirst()).contains("Authorization: Bearer t0p").contains("Cookie: a=b");
    assertThat(first.getLast()).contains("Authorization: Bearer t0p");
    assertThat(lines(second)).containsExactly("POST /y HTTP/1.1");
    assertThat(second.getFirst())
        .contains("Host: TWO\r\n")
        .contains("X-Team: blue")
        .doesNotContain("Authorization")
        .doesNotContain("Cookie");
    assertThat(body(second.getFirst())).isEqualTo("hi");
    assertThat(record.measurement().totals().counts().ok()).isEqualTo(3);
  }

  @Test
  void cookiesOnTheWayAreKeptAndPayloadsSentAgain() throws Exception {
    run(
        "ONE",
        path -> path.equals("/") ? to(308, "/y") : ScriptedServer.ok(""),
        "cookies: true, tasks: [{post: /, follow: true, payload: text 10..200}]");
    assertThat(first.getLast()).contains("Cookie: at308=1\r\n");
    assertThat(body(first.getLast())).isEqualTo(body(first.getFirst())).isNotEmpty();
  }

  @Test
  void theHostOfThePlanIsTheTargetToo() throws Exception {
    run(
        "{url: ONE, host: shop.example}",
        path -> path.equals("/") ? to(302, "http://SHOP.example:80/y") : ScriptedServer.ok(""),
        "tasks: [{get: /, follow: true}]");
    assertThat(lines(first)).containsExactly("GET / HTTP/1.1", "GET /y HTTP/1.1");
    assertThat(first).allMatch(head -> head.contains("Host: shop.example\r\n"));
  }

  @Test
  void aRedirectThatSaysNotWhereIsTheAnswer() throws Exception {
    RunRecord record =
        run(
            "ONE",
            path -> "HTTP/1.1 302 x\r\nLocation: \r\nContent-Length: 0\r\n\r\n",
            "tasks: [{get: /, follow: true}]");
    assertThat(first).hasSize(1);
    assertThat(record.measurement().totals().counts().ok()).isEqualTo(1);
  }

  // Scripts.

  private RunRecord script(UnaryOperator<String> answers, Script script) throws Exception {
    try (ScriptedServer other = server(path -> ScriptedServer.ok("{}"));
        ScriptedServer server = server(path -> answers.apply(path).replace("OTHER", url(other)))) {
      Plan plan =
          plan("scripted")
              .target(url(server) + "/base," + url(other))
              .user(
                  "u",
                  u ->
                      u.waits(pace(minutes(5)))
                          .header("Authorization", "Bearer t0p")
                          .task(1, script))
              .load(hold(1).lasting(seconds(1)))
              .build();
      RunRecord record = new Run(plan, Optional.empty(), p -> {}).execute();
      server.heads.forEach(head -> first.add(head.replace(url(server).substring(7), "ONE")));
      other.heads.forEach(head -> second.add(head.replace(url(other).substring(7), "TWO")));
      assertThat(record.measurement().totals().counts().sent())
          .isEqualTo(first.size() + second.size());
      return record;
    }
  }

  @Test
  void scriptsFollowThemToo() throws Exception {
    RunRecord record =
        script(
            path ->
                switch (path) {
                  case "/base/login" -> to(303, "home");
                  case "/base/home" -> to(302, "OTHER/away");
                  default -> ScriptedServer.ok("{\"user\":\"ann\"}");
                },
            session -> {
              session
                  .post("/login")
                  .json(Map.of("a", 1))
                  .header("Content-Language", "pl")
                  .follow()
                  .expect(status(200));
              session.get("/after").expect(status(200));
            });
    assertThat(lines(first))
        .containsExactly(
            "POST /base/login HTTP/1.1", "GET /base/home HTTP/1.1", "GET /base/after HTTP/1.1");
    assertThat(first.get(1)).contains("Authorization").doesNotContain("Content-");
    assertThat(lines(second)).containsExactly("GET /away HTTP/1.1");
    assertThat(second.getFirst()).contains("Host: TWO\r\n").doesNotContain("Authorization");
    assertThat(record.measurement().totals().counts().ok()).isEqualTo(4);
    assertThat(
            record.measurement().parts().requests().stream().map(Measurement.RequestResult::name))
        .containsExactly("POST /login", "POST /login (redirected)", "GET /after");
  }

  @Test
  void aScriptMayNotBeLedElsewhereEither() throws Exception {
    RunRecord record =
        script(
            path -> to(302, path.equals("/base/a") ? "http://elsewhere.example/" : "b"),
            session -> {
              assertThat(session.get("/a").follow().send().failure())
                  .startsWith("redirected to http://elsewhere.example, which is not");
              session.get("/b").follow(1).expect(status(302));
            });
    assertThat(first).hasSize(3);
    assertThat(record.measurement().totals().outcomes()).containsEntry(Outcome.CHECK_FAILED, 2L);
    assertThat(record.measurement().iterations().completed()).isZero();
  }

  // A server of another maker.

  @Test
  void followsWhereNginxLeads() throws Exception {
    int port = RealServer.freePort();
    Files.createDirectories(dir.resolve("www/docs"));
    Files.writeString(dir.resolve("www/docs/index.html"), "read me");
    String http =
        """
          log_format line '$request_method $request_uri $status';
          access_log seen.log line;
          server {
            listen 127.0.0.1:%d;
            root www;
            location = /old { return 301 /docs; }
            location = /form { return 303 /docs/; }
            location = /far { return 302 https://elsewhere.example/; }
          }
        """
            .formatted(port);
    Plan plan =
        plan("nginx")
            .target("http://127.0.0.1:" + port)
            .user(
                "u",
                u ->
                    u.task(1, get("/old").follow().expect(status(200)))
                        .task(1, post("/form").form("a", "b").follow().expect(status(200)))
                        .task(1, get("/far").follow()))
            .load(hold("100/s").lasting(seconds(1)))
            .build();
    RunRecord record;
    try (var _ = RealServer.nginx(dir, port, http)) {
      record = new Run(plan, Optional.empty(), p -> {}).execute();
    }
    List<String> seen = Files.readAllLines(dir.resolve("seen.log"));
    assertThat(record.measurement().totals().counts().sent()).isEqualTo(seen.size());
    long old = count(seen, "GET /old 301");
    long form = count(seen, "POST /form 303");
    long far = count(seen, "GET /far 302");
    assertThat(old).isPositive();
    assertThat(count(seen, "GET /docs 301")).isEqualTo(old); // nginx: an absolute URL
    assertThat(count(seen, "GET /docs/ 200")).isEqualTo(old + form);
    assertThat(old + form + far).isEqualTo(100);
    assertThat(record.measurement().totals().counts().ok()).isEqualTo(3 * old + 2 * form);
    assertThat(record.measurement().totals().outcomes()).containsEntry(Outcome.CHECK_FAILED, far);
  }

  private static long count(List<String> lines, String line) {
    return lines.stream().filter(line::equals).count();
  }
}
