package dev.barrage.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.engine.Outcome;
import dev.barrage.engine.ScriptedServer;
import dev.barrage.measure.Diagnosis.Breakdown;
import dev.barrage.measure.Diagnosis.Kind;
import dev.barrage.measure.Diagnosis.Phases;
import dev.barrage.measure.Diagnosis.Slow;
import dev.barrage.measure.Diagnosis.Value;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanReader;
import dev.barrage.plan.Plans;
import dev.barrage.plan.Script;
import dev.barrage.report.HtmlReport;
import dev.barrage.report.RunJson;
import dev.barrage.report.RunRecord;
import dev.barrage.report.Summary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Where to look for a cause: the slowest requests, breakdowns and traces of real runs. */
@Timeout(60)
class DiagnosisTest {
  @TempDir private Path dir;

  private RunRecord run(String plan) throws Exception {
    Path file = Files.writeString(dir.resolve("plan.yaml"), plan);
    return new Run(PlanReader.read(file), Optional.empty(), p -> {}).execute();
  }

  /** Cache hits at once; each tenth answer is a miss and takes 80 ms. */
  private static ScriptedServer cache() throws Exception {
    AtomicInteger n = new AtomicInteger();
    return new ScriptedServer(connection -> {
      while (connection.request() != null) {
        boolean miss = n.incrementAndGet() % 10 == 0;
        if (miss) {
          Thread.sleep(80);
        }
        connection.answer(
            "HTTP/1.1 200 OK\r\nX-Cache: %s\r\nX-Served-By: pod-<%d>\r\nContent-Length: 0\r\n\r\n"
                .formatted(miss ? "MISS" : "HIT", connection.number));
      }
    });
  }

  private static Map<String, Value> values(Breakdown breakdown) {
    return breakdown.values().stream()
        .collect(
            Collectors.toMap(v -> v.kind() == Kind.VALUE ? v.value() : v.kind().name(), v -> v));
  }

  private static void assertPhasesAreTheLatency(Slow slow) {
    Phases p = slow.phases();
    double sum = p.userUs() + p.sendLagUs() + p.queueUs();
    sum += Double.isNaN(p.firstByteUs()) ? 0 : p.firstByteUs();
    sum += Double.isNaN(p.lastByteUs()) ? 0 : p.lastByteUs();
    assertThat(sum).isCloseTo(slow.latencyUs(), org.assertj.core.data.Offset.offset(0.01));
  }

  @Test
  void theSlowCacheValueShowsInTheBreakdownAndInTheSlowestRequests() throws Exception {
    try (ScriptedServer server = cache()) {
      RunRecord record =
          run(
              """
              target: http://127.0.0.1:%d
              users: {u: {data: {n: {sequence: to 120, at end: stop}}, tasks: [get: /a]}}
              load: hold 3 users for 30s
              traceparent: true
              keep headers: [X-Served-By]
              break down by: [header x-cache, status, address]
              """
                  .formatted(server.port()));
      List<Breakdown> breakdowns = record.observed().diagnosis().breakdowns();
      assertThat(breakdowns)
          .extracting(Breakdown::by)
          .containsExactly("header x-cache", "status", "address");
      Map<String, Value> cache = values(breakdowns.getFirst());
      assertThat(cache.keySet()).containsExactlyInAnyOrder("HIT", "MISS");
      assertThat(cache.get("HIT").count()).isEqualTo(108);
      assertThat(cache.get("MISS").count()).isEqualTo(12);
      assertThat(cache.get("MISS").latency().getMinValue()).isGreaterThan(79_000_000L);
      assertThat(cache.get("HIT").latency().getMinValue()).isLessThan(79_000_000L);
      assertThat(values(breakdowns.get(1)).get("200").ok()).isEqualTo(120);
      assertThat(values(breakdowns.get(2))).containsOnlyKeys("127.0.0.1:" + server.port());

      List<Slow> slowest = record.observed().diagnosis().slowest();
      assertThat(slowest)
          .hasSize(10)
          .isSortedAccordingTo(Comparator.comparingDouble(Slow::latencyUs).reversed());
      Set<String> sent = new HashSet<>();
      for (String head : server.heads) {
        String trace = head.replaceAll("(?s).*\r\ntraceparent: ([^\r]*)\r\n.*", "$1");
        assertThat(trace).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(sent.add(trace)).as("no two requests share a trace").isTrue();
      }
      for (Slow slow : slowest) {
        assertThat(slow.latencyUs()).isGreaterThan(79_000);
        assertThat(slow.request()).isEqualTo("GET /a");
        assertThat(slow.user()).isEqualTo("u");
        assertThat(slow.status()).isEqualTo(200);
        assertThat(slow.headers().get("x-served-by")).matches("pod-<[0-9]+>");
        assertThat(sent).contains(slow.traceparent().orElseThrow());
        assertThat(slow.connection().orElseThrow().address())
            .isEqualTo("127.0.0.1:" + server.port());
        assertPhasesAreTheLatency(slow);
      }
      assertThat(slowest).anyMatch(slow -> slow.connection().orElseThrow().served() > 0);
      assertThat(slowest).anyMatch(slow -> slow.phases().firstByteUs() > 79_000);
      assertTold(record);
    }
  }

  private static void assertTold(RunRecord record) {
    JsonNode json = RunJson.readTree(RunJson.text(record, Map.of()));
    assertThat(json.at("/slowest")).hasSize(10);
    assertThat(json.at("/slowest/0/headers/x-served-by").asString()).startsWith("pod-<");
    assertThat(json.at("/breakdowns/0/values/0/value").asString()).isEqualTo("HIT");
    assertThat(json.at("/breakdowns/0/values/0/latency_us/count").asLong()).isEqualTo(108);
    assertThat(Summary.text(record, false))
        .contains("Slowest      GET /a took ")
        .containsPattern("x-served-by\\s+pod-<");
    String html = HtmlReport.page(json);
    assertThat(html)
        .contains("By header x-cache")
        .contains("x-served-by: pod-&lt;")
        .doesNotContain("pod-<");
  }

  @Test
  void ofTwoTargetsTheSlowOneShowsByItsAddress() throws Exception {
    ScriptedServer.Script slow =
        connection -> {
          while (connection.request() != null) {
            Thread.sleep(50);
            connection.answer("HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nwait");
          }
        };
    try (ScriptedServer fast = ScriptedServer.answering(ScriptedServer.ok("hi"));
        ScriptedServer busy = new ScriptedServer(slow)) {
      RunRecord record =
          run(
              """
              target: {urls: ["http://127.0.0.1:%d", "http://127.0.0.1:%d"]}
              users: {u: {data: {n: {sequence: to 40, at end: stop}}, tasks: [get: /]}}
              load: hold 4 users for 30s
              keep headers: x-none
              break down by: [address, status]
              """
                  .formatted(fast.port(), busy.port()));
      Map<String, Value> byAddress = values(record.observed().diagnosis().breakdowns().getFirst());
      Value good = byAddress.get("127.0.0.1:" + fast.port());
      Value bad = byAddress.get("127.0.0.1:" + busy.port());
      assertThat(byAddress).hasSize(2);
      assertThat(good.outcomes()).containsOnlyKeys(Outcome.OK);
      assertThat(good.count()).isEqualTo(fast.requests.get());
      assertThat(bad.outcomes()).containsOnlyKeys(Outcome.STATUS_REFUSED);
      assertThat(bad.count()).isEqualTo(busy.requests.get());
      assertThat(bad.latency().getMinValue()).isGreaterThan(49_000_000L);
      assertThat(values(record.observed().diagnosis().breakdowns().get(1)))
          .containsOnlyKeys("200", "503");
      assertThat(record.measurement().parts().errors().getFirst().sample()).isEqualTo("wait");
      assertThat(record.observed().diagnosis().slowest())
          .allMatch(s -> s.headers().isEmpty() && s.traceparent().isEmpty());
    }
  }

  @Test
  void valuesBeyondTheBoundAreOneRowAndThoseWithoutAreAnother() throws Exception {
    AtomicInteger n = new AtomicInteger();
    ScriptedServer.Script script =
        connection -> {
          while (connection.request() != null) {
            int id = n.getAndIncrement();
            String field = id % 4 == 0 ? "" : "X-Id: " + id + "x".repeat(300) + "\r\n";
            connection.answer("HTTP/1.1 200 OK\r\n" + field + "Content-Length: 0\r\n\r\n");
          }
        };
    try (ScriptedServer server = new ScriptedServer(script)) {
      RunRecord record =
          run(
              """
              target: http://127.0.0.1:%d
              users: {u: {data: {n: {sequence: to 100, at end: stop}}, tasks: [get: /]}}
              load: hold 1 user for 30s
              break down by: header x-id
              """
                  .formatted(server.port()));
      List<Value> values = record.observed().diagnosis().breakdowns().getFirst().values();
      assertThat(values).hasSize(52);
      assertThat(values.subList(0, 50)).allMatch(v -> v.kind() == Kind.VALUE && v.count() == 1);
      assertThat(values.getFirst().value()).hasSize(100);
      assertThat(values.get(50).kind()).isEqualTo(Kind.NONE);
      assertThat(values.get(50).count()).isEqualTo(25);
      assertThat(values.get(51).kind()).isEqualTo(Kind.OTHER);
      assertThat(values.get(51).count()).isEqualTo(25);
    }
  }

  @Test
  void aRequestWithoutAnAnswerIsAmongTheSlowest() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          connection.request();
          connection.request(); // no answer: until the client goes away
        })) {
      RunRecord record =
          run(
              """
              target: http://127.0.0.1:%d
              users: {u: {data: {n: {sequence: to 1, at end: stop}}, tasks: [get: /]}}
              load: hold 1 user for 30s
              bounds: {timeout: 100ms}
              break down by: [status, header a]
              """
                  .formatted(server.port()));
      Slow slow = record.observed().diagnosis().slowest().getFirst();
      assertThat(slow.outcome()).isEqualTo(Outcome.TIMEOUT);
      assertThat(slow.status()).isZero();
      assertThat(slow.phases().lastByteUs()).isNaN();
      assertThat(slow.connection().orElseThrow().served()).isZero();
      assertThat(slow.connection().orElseThrow().connectUs()).isPositive();
      assertPhasesAreTheLatency(slow);
      for (Breakdown breakdown : record.observed().diagnosis().breakdowns()) {
        assertThat(values(breakdown)).containsOnlyKeys("NONE");
      }
      assertThat(Summary.text(record, false)).contains("  Slowest      GET / took ");
    }
  }

  @Test
  void aPlansOwnTraceparentStays() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ScriptedServer.ok(""))) {
      RunRecord record =
          run(
              """
              target: http://127.0.0.1:%d
              users:
                u:
                  data: {n: {sequence: to 1, at end: stop}}
                  tasks: [{get: /, headers: {Traceparent: mine}}]
              load: hold 1 user for 30s
              traceparent: true
              """
                  .formatted(server.port()));
      assertThat(server.heads.peek())
          .contains("Traceparent: mine\r\n")
          .doesNotContain("traceparent:");
      assertThat(record.observed().diagnosis().slowest().getFirst().traceparent()).isEmpty();
    }
  }

  /** A script writes its next request before the last is recorded: they must not be mixed up. */
  @Test
  void requestsOfScriptsKeepTheirOwnTraces() throws Exception {
    ScriptedServer.Script echo =
        connection -> {
          for (String head; (head = connection.request()) != null; ) {
            String trace = head.replaceAll("(?s).*\r\ntraceparent: ([^\r]*)\r\n.*", "$1");
            String line = trace.equals(head) ? "" : "X-Trace: " + trace + "\r\n";
            connection.answer("HTTP/1.1 200 OK\r\n" + line + "Content-Length: 0\r\n\r\n");
          }
        };
    try (ScriptedServer server = new ScriptedServer(echo)) {
      Plan plan =
          Plans.plan("scripts")
              .target("http://127.0.0.1:" + server.port())
              .user("u", u -> u.task(1, DiagnosisTest::threeRequestsThreeTimes))
              .load(Plans.hold(1).lasting(Plans.seconds(2)))
              .traceparent()
              .keepHeaders("x-trace")
              .breakDownBy("header x-trace")
              .build();
      List<Slow> slowest =
          new Run(plan, Optional.empty(), p -> {}).execute().observed().diagnosis().slowest();
      Map<String, Long> byName =
          slowest.stream().collect(Collectors.groupingBy(Slow::request, Collectors.counting()));
      assertThat(byName).isEqualTo(Map.of("GET /a", 3L, "GET /b", 3L, "GET /own", 3L));
      assertThat(slowest.stream().flatMap(slow -> slow.traceparent().stream()))
          .hasSize(6)
          .doesNotHaveDuplicates();
      for (Slow slow : slowest) {
        assertThat(slow.traceparent().orElse(null)).isEqualTo(slow.headers().get("x-trace"));
        assertThat(slow.traceparent().isEmpty()).isEqualTo(slow.request().equals("GET /own"));
      }
    }
  }

  /** Nine in all: a record keeps the ten slowest, so each of them, however busy the machine. */
  private static void threeRequestsThreeTimes(Script.Session session) {
    if (session.iteration() >= 3) {
      session.sleep(Duration.ofHours(1));
    }
    session.get("/a").send();
    session.get("/b").send();
    session.get("/own").header("Traceparent", "mine").send();
  }
}
