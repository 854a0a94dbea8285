package dev.barrage.plan;

import static dev.barrage.plan.Plans.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlansTest {
  @Test
  void saysInJavaWhatAFileSays() {
    Map<String, Object> login = new LinkedHashMap<>();
    login.put("name", "u${user.id}");
    login.put("password", "secret");
    Map<String, Object> echo = new LinkedHashMap<>();
    echo.put("message", "hi");
    echo.put("n", "${user.id}");
    Plan built =
        plan("plan")
            .target("http://localhost:8080")
            .user(
                "shopper",
                u ->
                    u.weight(3)
                        .waits(between(seconds(1), seconds(3)))
                        .start(post("/api/login").json(login).capture("token", json("$.token")))
                        .task(5, get("/api/hello"))
                        .task(
                            1,
                            post("/api/echo")
                                .header("Authorization", "Bearer ${token}")
                                .json(echo)
                                .expect(
                                    status(200, 201),
                                    headerIs("Content-Type", "application/json"),
                                    bodyContains("hi"))))
            .load(rampTo(100).over(seconds(10)), hold(minutes(1)))
            .warmup(seconds(10))
            .objective(p95().target(millis(200)).critical(millis(500)))
            .objective(errorRate().target("0.1%").critical("1%"))
            .objective(throughput().target("1000/s"))
            .build();
    assertThat(built).isEqualTo(PlanReaderTest.read(PlanReaderTest.CHECKOUT));
  }

  @Test
  void eachCheckIsThatOfAFile() {
    Plan built =
        plan("plan")
            .target("http://localhost:8080")
            .user(
                "u",
                u ->
                    u.task(
                        1,
                        get("/")
                            .expect(
                                statusFrom(200, 204),
                                headerPresent("X-Id"),
                                headerContains("X-Id", "a"),
                                bodyMatches("a+"),
                                jsonPresent("$.a"),
                                sizeAtMost(10_000),
                                sizeAtLeast(10))))
            .load(hold(1).lasting(seconds(30)))
            .build();
    String checks =
        "[200-204, header X-Id present, header X-Id contains: a, body matches: a+,"
            + " json $.a present, size <= 10KB, size >= 10]";
    String text =
        """
        target: http://localhost:8080
        users: {u: {tasks: [{get: /, expect: %s}]}}
        load: hold 1 users for 30s
        """
            .formatted(checks);
    Plan read = PlanReader.read("plan", "plan", text, Path.of("."), new PlanOverrides());
    // Patterns are equal to themselves alone: the texts are compared.
    assertThat(PlanWriter.yaml(built)).isEqualTo(PlanWriter.yaml(read));
  }

  @Test
  void saysWhatGoesWrongInTheSameWords() {
    Plan built =
        plan("plan")
            .target("http://localhost:8080")
            .user(
                "clumsy",
                u ->
                    u.task(1, get("/a").fault("slow headers 10s").expect(status(408), closed()))
                        .task(1, post("/b").text("hi").fault("abort after 1")))
            .load(hold(1).lasting(seconds(30)))
            .inject(
                new Injection(seconds(5), Optional.of(seconds(5)), run("stop"), Optional.empty()))
            .objective(circuitOpens().target(seconds(2)).critical(seconds(5)))
            .objective(circuitCloses().ofUser("clumsy").target(seconds(9)))
            .build();
    String text =
        """
        target: http://localhost:8080
        users:
          clumsy:
            tasks:
              - {get: /a, fault: slow headers 10s, expect: [408, closed]}
              - {post: /b, text: hi, fault: abort after 1}
        load: hold 1 users for 30s
        inject: {at: 5s, for: 5s, do: {run: stop}}
        objectives:
          - circuit opens <= 2s critical 5s
          - circuit closes of user "clumsy" <= 9s
        """;
    assertThat(built)
        .isEqualTo(PlanReader.read("plan", "plan", text, Path.of("."), new PlanOverrides()));
    assertThatThrownBy(() -> get("/").fault("slow body 1s").step())
        .hasMessage("slow body 1s needs a body to do it to; add one, e.g. payload: 100KB");
  }

  @Test
  void saysEveryWaitCheckCaptureAndStageThatAFileCan(@TempDir Path folder) throws Exception {
    Path cat = Files.writeString(folder.resolve("cat.png"), "cat");
    Plan built =
        plan("plan")
            .target("http://localhost:8080")
            .user("a", u -> u.waits(none()).task(1, head("/a"), pause(seconds(1), seconds(3))))
            .user("b", u -> u.waits(constant(millis(500))).task(1, options("/b")))
            .user("c", u -> u.waits(between(seconds(1), seconds(3))).task(1, delete("/c")))
            .user("d", u -> u.weight(3).waits(pace(seconds(2))).task(1, checked(put("/d"))))
            .user("e", u -> u.waits(rate("0.5/s")).task(1, captured(patch("/e"), cat)))
            .load(
                rampTo(100).over(seconds(10)),
                stage("hold 300 users for 1m spawning 10/s"),
                stage("step from 100 users to 500 users in 5 steps over 50s"),
                stage("spike from 100 users to 1000 users for 5s"))
            .objective(percentile(99.9).of("PUT /d").target(seconds(1)))
            .build();
    Plan read = PlanReader.read("plan", "plan", GRAMMAR, folder, new PlanOverrides());
    assertThat(built).isEqualTo(read);
    String written = PlanWriter.yaml(built);
    assertThat(PlanReader.read("plan", "plan", written, folder, new PlanOverrides()))
        .isEqualTo(built);
  }

  private static RequestBuilder checked(RequestBuilder request) {
    return request
        .json(Map.of("age", 7))
        .timeout(seconds(2))
        .expect(
            status(200),
            headerContains("Cache-Control", "max-age"),
            headerPresent("ETag"),
            bodyMatches("resource-\\d+"),
            jsonEquals("$.id", "1"),
            jsonPresent("$['name']"),
            sizeAtMost(10_000),
            sizeAtLeast(2),
            not(headerIs("Server", "nginx")),
            not(bodyContains("error")),
            not(jsonPresent("$.error")));
  }

  private static RequestBuilder captured(RequestBuilder request, Path cat) {
    return request
        .part("photo", cat, "tom.png", "image/png")
        .capture("token", json("$.token"))
        .capture("session", cookie("SID"))
        .capture("trace", header("X-Request-Id"))
        .capture("id", regex("user.:.(\\w+)"), "none");
  }

  private static final String GRAMMAR =
      """
      target: http://localhost:8080
      users:
        a: {wait: none, tasks: [{steps: [{head: /a}, {wait: 1s..3s}]}]}
        b: {wait: 500ms, tasks: [{options: /b}]}
        c: {wait: 1s..3s, tasks: [{delete: /c}]}
        d:
          weight: 3
          wait: pace 2s
          tasks:
            - put: /d
              json: {age: 7}
              timeout: 2s
              expect:
                - status: 200
                - header Cache-Control contains: max-age
                - header ETag present
                - body matches: resource-\\d+
                - json $.id: "1"
                - json $['name'] present
                - size <= 10KB
                - size >= 2
                - header Server is not: nginx
                - body does not contain: error
                - json $.error absent
        e:
          wait: rate 0.5/s
          tasks:
            - patch: /e
              multipart: {photo: {file: cat.png, name: tom.png, type: image/png}}
              capture:
                token: json $.token
                session: cookie SID
                trace: header X-Request-Id
                id: {regex: "user.:.(\\\\w+)", default: none}
      load:
        - ramp to 100 users over 10s
        - hold 300 users for 1m spawning 10/s
        - step from 100 users to 500 users in 5 steps over 50s
        - spike from 100 users to 1000 users for 5s
      objectives:
        - p99.9 of "PUT /d" <= 1s
      """;

  @Test
  void saysInItsOwnWordsWhichLengthAStageTakes() {
    assertThatThrownBy(() -> hold(20).over(seconds(10)))
        .hasMessage(
            "\"hold 20 users\" is a level and takes .lasting(…), not .over(…); write e.g."
                + " hold(100).lasting(minutes(1))");
    assertThatThrownBy(() -> rampTo("5/s").lasting(seconds(10)))
        .hasMessage(
            "\"ramp to 5/s\" is a ramp and takes .over(…), not .lasting(…); write e.g."
                + " rampTo(100).over(seconds(10))");
  }

  @Test
  void refusesWhatAFileMayNotSay() {
    PlanBuilder unfinished =
        plan("p").target("http://h").user("u", u -> u.task(1, get("/${token}")));
    assertThatThrownBy(() -> unfinished.load(hold("5/s").lasting(seconds(1))).build())
        .hasMessage("\"${token}\" has no value here; known: iteration, user.id, user.name");
    assertThatThrownBy(() -> plan("p").load(hold(seconds(1))))
        .hasMessageStartingWith("\"hold 1s\" keeps the level so far, but there is none yet");
    assertThatThrownBy(() -> plan("p").target("http://h").build())
        .hasMessage("plan \"p\" needs load, e.g. .load(hold(10).lasting(minutes(1)))");
    assertThatThrownBy(() -> post("/").json(new Object()))
        .hasMessage("JSON is made of Map, List, String, Number, Boolean and null, not of Object");
  }
}
