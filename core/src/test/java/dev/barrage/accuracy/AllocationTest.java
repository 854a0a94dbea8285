package dev.barrage.accuracy;

import static dev.barrage.plan.Plans.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.barrage.engine.Endpoint;
import dev.barrage.engine.Engine;
import dev.barrage.engine.Requests;
import dev.barrage.engine.ScriptedServer;
import dev.barrage.engine.Timing;
import dev.barrage.measure.Recording;
import dev.barrage.plan.Bounds;
import dev.barrage.plan.Load;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanReader;
import dev.barrage.plan.Plans;
import dev.barrage.plan.Rate;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests and flows leave no garbage: a collector's pause would be the generator's own noise. */
@Timeout(60)
class AllocationTest {
  private static final int WINDOW = 5_000;

  @Test
  void aPlainRequestAllocatesNothing() throws Exception {
    allocatesNothing(Proof.BOUNDS);
  }

  @Test
  void norDoesOneThatWaitsForItsTurnUnderACeiling() throws Exception {
    allocatesNothing(Proof.BOUNDS.with(Rate.perSecond(6_000)));
  }

  /**
   * Records, values of the seed, cookies that change, checks, a capture and bodies of all sizes.
   */
  @Test
  void norDoesOneWithDataCookiesChecksAndBodies(@TempDir Path dir) throws Exception {
    Files.writeString(dir.resolve("d.csv"), "name,city\nann,Oslo\n\"bo, jr\",San José\nc,7\n");
    String answer =
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Id: 17\r\nSet-Cookie: sid=%d; Path=/;"
            + " HttpOnly\r\nSet-Cookie: old=; Max-Age=0\r\n\r\nhello";
    ScriptedServer.Script script =
        connection -> {
          for (long n = 1; connection.request() != null; n *= 3) {
            connection.answer(answer.formatted(n));
          }
        };
    try (ScriptedServer server = new ScriptedServer(script)) {
      Path file =
          Files.writeString(
              dir.resolve("p.yaml"),
              """
              target: http://127.0.0.1:%d
              users:
                u:
                  cookies: true
                  auth: {basic: {user: "${name}", password: p}}
                  headers: {X-User: "${user.id}"}
                  data:
                    d: {csv: d.csv}
                    n: sequence
                    id: uuid
                    h: hex 9
                    i: integer 1..100000
                    who: name
                    t: text 5..50
                  tasks:
                    - steps:
                      - post: /${city}?n=${n}
                        json: {id: "${id}", h: "${h}", c: "${city}", i: "${i}", t: "${t}"}
                        expect: [header X-Id present, body does not contain: error, size < 1KB]
                        capture: {x: header X-Id}
                      - post: /
                        form: {who: "${who}", x: "${x}"}
                      - post: /
                        payload: 1KB..3KB
              load: hold 8 users for 1m
              bounds: {threads: 1}
              """
                  .formatted(server.port()));
      assertAllocatesNothing(server, PlanReader.read(file));
    }
  }

  /** Values that change from answer to answer, some of them beyond the bound. */
  @Test
  void norDoesOneThatIsTracedKeptAndBrokenDown() throws Exception {
    ScriptedServer.Script script =
        connection -> {
          for (int n = 0; connection.request() != null; n = (n + 7) % 60) {
            connection.answer(
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Cache: HIT\r\nX-Pod: pod-%d\r\n\r\nhello"
                    .formatted(n));
          }
        };
    try (ScriptedServer server = new ScriptedServer(script)) {
      Plan plan =
          Plans.plan("why")
              .target("http://127.0.0.1:" + server.port())
              .user("u", u -> u.task(1, get("/a"), get("/b")))
              .load(hold(8).lasting(minutes(1)))
              .bounds(Proof.BOUNDS)
              .traceparent()
              .keepHeaders("X-Cache", "X-Absent")
              .breakDownBy("address", "status", "header x-pod")
              .build();
      assertAllocatesNothing(server, plan);
    }
  }

  private static void allocatesNothing(Bounds bounds) throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ScriptedServer.ok("hello"))) {
      assertAllocatesNothing(server, plan(server.port(), bounds));
    }
  }

  @Test
  void groupsChoicesLoopsAndAssignmentsAllocateNothing() throws Exception {
    String answer = "HTTP/1.1 200 OK\r\nX-State: busy\r\nContent-Length: 0\r\n\r\n";
    try (ScriptedServer server = ScriptedServer.answering(answer)) {
      Plan plan =
          Plans.plan("flow")
              .target("http://127.0.0.1:" + server.port())
              .user(
                  "u",
                  u ->
                      u.task(
                          1,
                          group(
                              "all",
                              set("state", "none"),
                              repeatUntil(
                                  "${state} == done",
                                  3,
                                  get("/${state}").capture("state", header("X-State"))),
                              when("${iteration} < 0", get("/never")).otherwise(get("/always")),
                              when("status == 200", set("state", "${state}-${user.id}")))))
              .load(hold(8).lasting(minutes(1)))
              .bounds(Proof.BOUNDS)
              .build();
      assertAllocatesNothing(server, plan);
    }
  }

  private static void assertAllocatesNothing(ScriptedServer server, Plan plan) throws Exception {
    Timing timing = Timing.of(plan, System.nanoTime() + 10_000_000);
    Recording recording =
        new Recording(plan, Requests.of(plan), timing, 1, Optional.empty(), p -> {});
    Endpoint endpoint = new Endpoint(server.address(), Endpoint.PLAIN);
    try (Engine engine = new Engine(plan, timing, List.of(endpoint), recording::recorder)) {
      engine.start();
      await(server, 1);
      long id = engine.threadIds().getFirst();
      // Code that is not yet compiled allocates; one clean window shows that the design does not.
      Awaitility.await()
          .atMost(Duration.ofSeconds(50))
          .pollDelay(Duration.ZERO)
          .untilAsserted(() -> assertThat(bytesPerRequest(server, id)).isLessThan(0.1));
      engine.stop(Duration.ZERO);
      engine.await();
      assertThat(engine.failure()).isEmpty();
    }
  }

  private static double bytesPerRequest(ScriptedServer server, long loop) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int requests = server.requests.get();
    long bytes = threads.getThreadAllocatedBytes(loop);
    await(server, requests + WINDOW);
    return (double) (threads.getThreadAllocatedBytes(loop) - bytes) / WINDOW;
  }

  private static void await(ScriptedServer server, int requests) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(50))
        .until(() -> server.requests.get() >= requests);
    server.heads.clear();
  }

  private static Plan plan(int port, Bounds bounds) {
    Load load =
        new Load.Closed(List.of(new Load.UserStage.Hold(8, Rate.ZERO, Duration.ofMinutes(1))));
    return Proof.plan(port, load, Duration.ZERO, bounds);
  }
}
