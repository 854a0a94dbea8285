package dev.barrage.engine;

import static dev.barrage.engine.ScriptedServer.ok;
import static dev.barrage.plan.Plans.bodyContains;
import static dev.barrage.plan.Plans.get;
import static dev.barrage.plan.Plans.json;
import static dev.barrage.plan.Plans.millis;
import static dev.barrage.plan.Plans.pause;
import static dev.barrage.plan.Plans.post;
import static dev.barrage.plan.Plans.script;
import static dev.barrage.plan.Plans.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.plan.Script;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What scripts send, and what they read of the answers. */
@Timeout(60)
class ScriptsTest extends ScriptRuns {
  @Test
  void sendsWhatTheScriptSays() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ok("hello"))) {
      once(
          server,
          session ->
              session
                  .post("/items/{}?q={}", "a b/c", 7)
                  .header("X-Mine", "yes")
                  .header("Accept", "text/plain")
                  .json(Map.of("message", "hi"))
                  .expect(status(200)));
      assertThat(server.heads)
          .containsExactly(
              """
              POST /items/a%20b%2Fc?q=7 HTTP/1.1\r
              Host: 127.0.0.1:PORT\r
              User-Agent: barrage/0.1\r
              Content-Type: application/json\r
              X-Mine: yes\r
              Accept: text/plain\r
              Content-Length: 16\r
              \r
              {"message":"hi"}\
              """
                  .replace("PORT", "" + server.port()));
      assertThat(requests.names()).containsExactly("POST /items/{}?q={}");
      assertThat(tally.count(Outcome.OK)).isEqualTo(1);
    }
  }

  @Test
  void sendsFormsTextAndNothing() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ok(""))) {
      once(
          server,
          session -> {
            session.post("/").form(Map.of("a b", "1&2")).send();
            session.put("/").text("ä").send();
            session.post("/").send();
            session.delete("/").send();
          });
      assertThat(server.heads.stream().map(h -> h.substring(h.indexOf("Accept"))))
          .containsExactly(
              "Accept: */*\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                  + "Content-Length: 9\r\n\r\na+b=1%262",
              "Accept: */*\r\nContent-Length: 2\r\n\r\n\u00c3\u00a4",
              "Accept: */*\r\nContent-Length: 0\r\n\r\n",
              "Accept: */*\r\n\r\n");
    }
  }

  @Test
  void readsTheResponse() throws Exception {
    String answer =
        "HTTP/1.1 201 Created\r\n"
            + "X-One: 1\r\n"
            + "Content-Length: 28\r\n\r\n"
            + "{\"id\":7,\"items\":[\"a\",\"b\"]}\r\n";
    try (ScriptedServer server = ScriptedServer.answering(answer)) {
      once(
          server,
          session -> {
            Script.Response r = session.get("/").expect(status(201), bodyContains("items"));
            seen.add(r.status());
            seen.add(r.header("x-one").orElse("-"));
            seen.add(r.header("x-two").isPresent());
            seen.add(r.json("$.id"));
            seen.add(r.json("$.items[-1]"));
            seen.add(r.json().size());
            seen.add(r.text().length());
            seen.add(r.isOk());
            seen.add(!r.latency().minus(r.serviceTime()).isNegative());
          });
      assertThat(seen).containsExactly(201, "1", false, "7", "b", 2, 28, true, true);
    }
  }

  @Test
  void endsTheIterationWhereACheckFails() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ok("hello"))) {
      once(
          server,
          session -> {
            session.get("/").expect(bodyContains("bye"));
            seen.add("went on");
          });
      assertThat(seen).isEmpty();
      assertThat(tally.ended.getFirst().outcome()).isEqualTo(Outcome.CHECK_FAILED);
      assertThat(tally.ended.getFirst().message()).isEqualTo("body does not contain bye");
      assertThat(tally.thrownByScripts).isEmpty();
    }
  }

  @Test
  void endsTheIterationWhereAQueryFindsNothing() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ok("{}"))) {
      once(server, session -> seen.add(session.get("/").send().json("$.token")));
      assertThat(seen).isEmpty();
      assertThat(tally.ended.getFirst().message()).isEqualTo("json $.token found nothing");
    }
  }

  @Test
  void countsAResponseAsTheScriptSaysAfterALookAtIt() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ok("hello"))) {
      once(
          server,
          session -> {
            session.get("/bad").send().fail("too friendly");
            session.get("/good").send();
          });
      assertThat(tally.ended.stream().map(Tally.Ended::outcome))
          .containsExactly(Outcome.CHECK_FAILED, Outcome.OK);
      assertThat(tally.ended.getFirst().message()).isEqualTo("too friendly");
    }
    assertThat(tally.iterationsCompleted).isZero();
  }

  @Test
  void countsRefusalsAsFailuresUnlessTheScriptSaysOtherwise() throws Exception {
    String refusing = "HTTP/1.1 429 Slow down\r\nContent-Length: 4\r\n\r\nslow";
    try (ScriptedServer server = ScriptedServer.answering(refusing)) {
      once(
          server,
          session -> {
            seen.add(session.get("/a").send().failure());
            session.get("/b").send().ok();
            session.get("/c").expect(status(200, 429));
          });
      assertThat(seen).containsExactly("status 429");
      assertThat(tally.ended.stream().map(Tally.Ended::outcome))
          .containsExactly(Outcome.STATUS_REFUSED, Outcome.OK, Outcome.OK);
    }
  }

  @Test
  void tellsTheScriptOfTimeoutsAndBrokenConnections() throws Exception {
    ScriptedServer.Script silentThenGone =
        connection -> {
          String head = connection.request();
          if (head != null && head.startsWith("GET /silent")) {
            connection.request();
          }
        };
    try (ScriptedServer server = new ScriptedServer(silentThenGone)) {
      once(
          server,
          session -> {
            Script.Response silent = session.get("/silent").timeout(millis(50)).send();
            seen.add(silent.status() + " " + silent.failure());
            seen.add(session.get("/gone").send().ok().isOk());
          });
      assertThat(seen).containsExactly("0 no complete response in time", false);
      assertThat(tally.ended.stream().map(Tally.Ended::outcome))
          .containsExactly(Outcome.TIMEOUT, Outcome.RESET);
    }
  }

  @Test
  void refusesARequestThatIsNeverSent() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ok(""))) {
      once(server, session -> session.get("/forgotten"));
      assertThat(tally.thrownByScripts)
          .singleElement()
          .asString()
          .contains("get(\"/forgotten\") was not sent; end it with send() or expect(…)");
    }
  }

  @Test
  void sharesVariablesWithDeclaredSteps() throws Exception {
    enough = () -> seen.size() == 4;
    try (ScriptedServer server = ScriptedServer.answering(ok("{\"token\":\"t 1\"}"))) {
      run(
          server,
          user ->
              user.start(
                      get("/login").capture("token", json("$.token")),
                      script(
                              "look",
                              session -> {
                                seen.add(session.variable("token"));
                                seen.add(session.variable("tenant"));
                                seen.add(session.variable("user.name"));
                                session.variable("order", "o/9");
                                session.variable("mine", "x");
                              })
                          .sets("order"))
                  .task(
                      1,
                      post("/orders/${order}"),
                      script("again", session -> seen.add(session.variable("mine"))),
                      pause(Duration.ofMinutes(1))));
      assertThat(seen).containsExactly("t 1", "blue", "user", "x");
      assertThat(server.heads).last().asString().startsWith("POST /orders/o%2F9 ");
    }
  }

  @Test
  void sendsWhatThePlanAddsToAllRequestsOfTheUser() throws Exception {
    String answer = "HTTP/1.1 200 OK\r\nSet-Cookie: id=7; Path=/api\r\nContent-Length: 0\r\n\r\n";
    try (ScriptedServer server = ScriptedServer.answering(answer)) {
      run(
          server,
          user ->
              user.cookies(true)
                  .header("X-Team", "blue")
                  .task(
                      1,
                      session -> {
                        session.get("/api/a").send();
                        session.get("/api/{}", "b").header("X-Team", "red").send();
                        session.get("/other").send();
                        enough = () -> true;
                        session.sleep(Duration.ofMinutes(1));
                      }));
      assertThat(
              server.heads.stream()
                  .map(head -> head.replaceAll("(?s)\r\n(Host|User|Acc)[^\r]*", "")))
          .containsExactly(
              "GET /api/a HTTP/1.1\r\nX-Team: blue\r\n\r\n",
              "GET /api/b HTTP/1.1\r\nCookie: id=7\r\nX-Team: red\r\n\r\n",
              "GET /other HTTP/1.1\r\nX-Team: blue\r\n\r\n");
    }
  }

  @Test
  void boundsTheNamesThatScriptsMake() throws Exception {
    AtomicInteger n = new AtomicInteger();
    enough = () -> n.get() > 2 * Requests.SCRIPTED;
    try (ScriptedServer server = ScriptedServer.answering(ok(""))) {
      repeat(server, session -> session.get("/item/" + n.getAndIncrement()).send());
      assertThat(requests.names())
          .hasSize(Requests.SCRIPTED + 1)
          .last()
          .isEqualTo(Requests.FURTHER);
    }
  }
}
