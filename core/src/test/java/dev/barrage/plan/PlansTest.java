package dev.barrage.plan;

import static dev.barrage.plan.Plans.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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
